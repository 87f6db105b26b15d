package s3

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/encrypt"
)

// calls are the requests to a bucket. They are functions, because a client in a field of a
// shelf would link the whole client, most of which is never used.
type calls struct {
	put    func(ctx context.Context, key string, body io.Reader, size int64, md5, sha string) (etag string, err error)
	get    func(ctx context.Context, key string, part *span) (object, error)
	stat   func(ctx context.Context, key string) (size int64, err error)
	remove func(ctx context.Context, key string) error
	list   func(ctx context.Context, prefix, after string) iter.Seq2[entry, error]
}

// span is a range of an object's bytes, both ends included.
type span struct {
	from, to int64
	etag     string // that the object must still have
}

// object is an open object.
type object struct {
	body io.ReadCloser
	size int64 // of the requested range; negative: not known
	etag string
}

// entry is an entry of a list.
type entry struct {
	key  string
	size int64
	time time.Time
}

// callsOf makes the requests of a client. Created objects are encrypted with sse unless it
// is nil.
func callsOf(client *minio.Client, bucket string, sse encrypt.ServerSide) calls {
	core := minio.Core{Client: client}
	return calls{
		put: func(ctx context.Context, key string, body io.Reader, size int64, md5, sha string) (string, error) {
			options := minio.PutObjectOptions{
				ServerSideEncryption: sse,
				DisableContentSha256: true, // no chunk signatures: the whole body is signed
			}
			options.SetMatchETagExcept("*")
			info, err := core.PutObject(ctx, bucket, key, body, size, md5, sha, options)
			return info.ETag, err
		},
		get: func(ctx context.Context, key string, part *span) (object, error) {
			options, err := part.options()
			if err != nil {
				return object{}, err
			}
			body, info, _, err := core.GetObject(ctx, bucket, key, options)
			return object{body, info.Size, info.ETag}, err
		},
		stat: func(ctx context.Context, key string) (int64, error) {
			info, err := client.StatObject(ctx, bucket, key, minio.StatObjectOptions{})
			return info.Size, err
		},
		remove: func(ctx context.Context, key string) error {
			return client.RemoveObject(ctx, bucket, key, minio.RemoveObjectOptions{})
		},
		list: func(ctx context.Context, prefix, after string) iter.Seq2[entry, error] {
			return func(yield func(entry, error) bool) {
				owner := false
				options := minio.ListObjectsOptions{Prefix: prefix, StartAfter: after, Recursive: true, FetchOwner: &owner}
				for info := range client.ListObjectsIter(ctx, bucket, options) {
					if !yield(entry{info.Key, info.Size, info.LastModified}, info.Err) || info.Err != nil {
						return
					}
				}
			}
		},
	}
}

func (p *span) options() (options minio.GetObjectOptions, err error) {
	if p == nil {
		return options, nil
	}
	if err := options.SetRange(p.from, p.to); err != nil {
		return options, err
	}
	return options, options.SetMatchETag(p.etag)
}
