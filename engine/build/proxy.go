package build

// Proxy gives the variables, HTTP_PROXY and http_proxy among them, that the
// docker configuration has under proxies for containers on the engine of a host,
// or on any engine. (docker documentation: configure the CLI to use a proxy)
func Proxy(host string) (map[string]string, error) {
	file, err := dockerConfig()
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for name, value := range file.ParseProxyConfig(host, nil) {
		out[name] = *value
	}
	return out, nil
}
