package outputs

// Remains tells what is left of an output that is to go: Same is what gesso wrote,
// which may be the artifact where a run was killed before it noted that.
func (o *Files) Remains(path, output, artifact string) (Status, error) {
	status, err := o.Check(path, output)
	if err == nil && status == Differs && artifact != output {
		return o.Check(path, artifact)
	}
	return status, err
}
