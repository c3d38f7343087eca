package enginetest

// routes is the API, first match wins. What is not here answers 404 "page not
// found", as do /grpc and /session on an engine without BuildKit.
var routes []route

// It is filled by init because handlers reach Server, which reaches routes.
func init() {
	routes = []route{
		on("HEAD", "/_ping", ping),
		on("GET", "/_ping", ping),
		on("GET", "/version", locked((*Server).version)),
		on("GET", "/info", locked((*Server).info)),
		on("GET", "/system/df", locked((*Server).diskUsage)),
		on("GET", "/events", streamEvents),

		on("GET", "/containers/json", locked((*Server).containerList)),
		on("POST", "/containers/create", locked((*Server).containerCreate)),
		on("GET", "/containers/{}/json", locked((*Server).containerInspect)),
		on("POST", "/containers/{}/start", locked((*Server).containerStart)),
		on("POST", "/containers/{}/stop", containerStop),
		on("POST", "/containers/{}/restart", containerRestart),
		on("POST", "/containers/{}/kill", containerKill),
		on("POST", "/containers/{}/pause", locked((*Server).containerPause)),
		on("POST", "/containers/{}/unpause", locked((*Server).containerUnpause)),
		on("POST", "/containers/{}/rename", locked((*Server).containerRename)),
		on("POST", "/containers/{}/wait", containerWait),
		on("DELETE", "/containers/{}", containerRemove),
		on("GET", "/containers/{}/logs", containerLogs),
		on("POST", "/containers/{}/attach", containerAttach),
		on("POST", "/containers/{}/resize", locked((*Server).containerResize)),
		on("GET", "/containers/{}/top", locked((*Server).containerTop)),
		on("GET", "/containers/{}/stats", containerStats),
		on("GET", "/containers/{}/export", containerExport),
		on("PUT", "/containers/{}/archive", archivePut),
		on("GET", "/containers/{}/archive", archiveGet),
		on("HEAD", "/containers/{}/archive", archiveGet),
		on("POST", "/containers/{}/exec", locked((*Server).execCreate)),
		on("POST", "/exec/{}/start", execStart),
		on("POST", "/exec/{}/resize", locked((*Server).execResize)),
		on("GET", "/exec/{}/json", locked((*Server).execInspect)),

		on("GET", "/networks", locked((*Server).networkList)),
		on("POST", "/networks/create", locked((*Server).networkCreate)),
		on("GET", "/networks/{}", locked((*Server).networkInspect)),
		on("DELETE", "/networks/{}", locked((*Server).networkRemove)),
		on("POST", "/networks/{}/connect", locked((*Server).networkConnect)),
		on("POST", "/networks/{}/disconnect", locked((*Server).networkDisconnect)),

		on("GET", "/volumes", locked((*Server).volumeList)),
		on("POST", "/volumes/create", locked((*Server).volumeCreate)),
		on("GET", "/volumes/{}", locked((*Server).volumeInspect)),
		on("DELETE", "/volumes/{}", locked((*Server).volumeRemove)),

		on("GET", "/images/json", locked((*Server).imageList)),
		on("POST", "/images/create", imagePull),
		on("POST", "/build", imageBuild),
		on("POST", "/commit", locked((*Server).containerCommit)),
		on("GET", "/images/{*}/json", locked((*Server).imageInspect)),
		on("POST", "/images/{*}/tag", locked((*Server).imageTag)),
		on("POST", "/images/{*}/push", imagePush),
		on("POST", "/images/prune", locked((*Server).imagePrune)),
		on("DELETE", "/images/{*}", locked((*Server).imageRemove)),
		on("GET", "/distribution/{*}/json", locked((*Server).distributionInspect)),
	}
}
