package outputs

// Remains compares the file at the path of an output that is to be removed. Same means what
// gesso wrote, which may also be the artifact if a run was killed before it recorded that.
func (o *Files) Remains(path, output, artifact string) (Status, error) {
	status, err := o.Check(path, output)
	if err == nil && status == Differs && artifact != output {
		return o.Check(path, artifact)
	}
	return status, err
}
