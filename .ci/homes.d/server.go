package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// What all servers have alike.
const (
	bucket = "gesso"
	key    = "homes-test"
	secret = "homes-test-secret"
)

// server is a program that speaks S3.
type server struct {
	name string
	// command are the arguments for a server at an address whose data lie in a folder, and
	// what it has in its environment.
	command func(address, dir string) (args, environ []string, err error)
}

var servers = []server{{"versitygw", versitygw}, {"minio", minioServer}, {"weed", weed}}

func versitygw(address, dir string) (args, environ []string, err error) {
	sidecar := filepath.Join(dir, "meta")
	data := filepath.Join(dir, "data")
	for _, folder := range []string{sidecar, data} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, nil, err
		}
	}
	return []string{"--port", address, "--region", "us-east-1", "posix", "--sidecar", sidecar, data},
		[]string{"ROOT_ACCESS_KEY=" + key, "ROOT_SECRET_KEY=" + secret}, nil
}

func minioServer(address, dir string) (args, environ []string, err error) {
	console, err := freePort()
	return []string{"server", "--quiet", "--address", address, "--console-address", console, dir},
		[]string{"MINIO_ROOT_USER=" + key, "MINIO_ROOT_PASSWORD=" + secret, "MINIO_BROWSER=off"}, err
}

func weed(address, dir string) (args, environ []string, err error) {
	accounts := filepath.Join(dir, "accounts.json")
	text := fmt.Sprintf(`{"identities": [{"name": "homes", "credentials": [{"accessKey": %q, "secretKey": %q}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}`, key, secret)
	if err := os.WriteFile(accounts, []byte(text), 0o600); err != nil {
		return nil, nil, err
	}
	_, s3, err := net.SplitHostPort(address)
	if err != nil {
		return nil, nil, err
	}
	args = []string{"-logtostderr", "server", "-dir=" + dir, "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3", "-s3.port=" + s3, "-s3.config=" + accounts, "-volume.max=100", "-master.volumeSizeLimitMB=64"}
	for _, part := range []string{"master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc", "s3.port.grpc"} {
		_, port, err := free()
		if err != nil {
			return nil, nil, err
		}
		args = append(args, "-"+part+"="+port)
	}
	return args, nil, nil
}

// running is a server that has been started.
type running struct {
	address, dir string
	cmd          *exec.Cmd
}

// start starts a server on an empty folder and makes the bucket.
func (s server) start(binary string) (*running, error) {
	dir, err := os.MkdirTemp("", "gesso-home-"+s.name)
	if err != nil {
		return nil, err
	}
	r := &running{dir: dir}
	if r.address, err = freePort(); err != nil {
		return nil, err
	}
	args, environ, err := s.command(r.address, dir)
	if err != nil {
		return nil, err
	}
	var said bytes.Buffer
	r.cmd = exec.Command(binary, args...)
	r.cmd.Dir, r.cmd.Env = dir, append(os.Environ(), environ...)
	r.cmd.Stdout, r.cmd.Stderr = &said, &said
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	if err := r.makeBucket(); err != nil {
		r.stop()
		return nil, fmt.Errorf("%w\n%s", err, said.Bytes()[max(0, said.Len()-2000):])
	}
	return r, nil
}

// stop ends a server and removes its data.
func (r *running) stop() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait() // it was killed
	_ = os.RemoveAll(r.dir)
}

// makeBucket waits until the server lets a bucket be made.
func (r *running) makeBucket() error {
	client, err := minio.New(r.address, &minio.Options{Creds: credentials.NewStaticV4(key, secret, ""), Region: "us-east-1", BucketLookup: minio.BucketLookupPath})
	if err != nil {
		return err
	}
	for began := time.Now(); ; time.Sleep(300 * time.Millisecond) {
		ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
		err = client.MakeBucket(ctx, bucket, minio.MakeBucketOptions{})
		stop()
		if err == nil || time.Since(began) > time.Minute {
			return err
		}
	}
}

// free finds a port that nobody listens at.
func free() (host, port string, err error) {
	address, err := freePort()
	if err != nil {
		return "", "", err
	}
	return net.SplitHostPort(address)
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
