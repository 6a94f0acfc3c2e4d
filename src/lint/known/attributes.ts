// Attributes of the Compose specification by where they stand, for finding typing errors. A table. Pure.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Dotted path (* is any name) → what may stand there; `x-` is allowed everywhere. */
export const attributes: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['', words('version name include services models networks volumes secrets configs')],
  [
    'services.*',
    words(`develop deploy annotations attach build blkio_config cap_add cap_drop cgroup cgroup_parent command configs
      container_name cpu_count cpu_percent cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime cpus cpuset
      credential_spec depends_on device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file
      label_file environment expose extends provider external_links extra_hosts gpus group_add healthcheck hostname
      image init ipc isolation labels links logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit
      network_mode models networks oom_kill_disable oom_score_adj pid pids_limit platform ports pre_start post_start
      pre_stop privileged profiles pull_policy pull_refresh_after read_only restart runtime scale security_opt shm_size
      secrets sysctls stdin_open stop_grace_period stop_signal storage_opt tmpfs tty ulimits use_api_socket user uts
      userns_mode volumes volumes_from working_dir`),
  ],
  ['services.*.healthcheck', words('disable interval retries test timeout start_period start_interval')],
  ['services.*.depends_on.*', words('restart required condition')],
  [
    'services.*.build',
    words(`context dockerfile dockerfile_inline entitlements args ssh labels cache_from cache_to no_cache
      no_cache_filter additional_contexts network provenance sbom pull target shm_size extra_hosts isolation privileged
      secrets tags ulimits platforms`),
  ],
  [
    'services.*.deploy',
    words(
      'mode endpoint_mode replicas labels rollback_config update_config resources restart_policy placement',
    ),
  ],
  ['services.*.deploy.resources', words('limits reservations')],
  ['services.*.deploy.resources.limits', words('cpus memory pids')],
  ['services.*.deploy.resources.reservations', words('cpus memory generic_resources devices')],
  ['services.*.deploy.restart_policy', words('condition delay max_attempts window')],
  ['services.*.logging', words('driver options')],
  ['services.*.extends', words('service file')],
  [
    'services.*.networks.*',
    words(
      `aliases interface_name ipv4_address ipv6_address link_local_ips mac_address driver_opts priority gw_priority`,
    ),
  ],
  ['services.*.ports.*', words('name mode host_ip target published protocol app_protocol')],
  ['services.*.volumes.*', words('type source target read_only consistency bind volume tmpfs image')],
  ['services.*.volumes.*.bind', words('propagation create_host_path recursive selinux')],
  ['services.*.volumes.*.volume', words('labels nocopy subpath')],
  ['services.*.configs.*', words('source target uid gid mode')],
  ['services.*.secrets.*', words('source target uid gid mode')],
  [
    'networks.*',
    words('name driver driver_opts ipam external internal enable_ipv4 enable_ipv6 attachable labels'),
  ],
  ['volumes.*', words('name driver driver_opts external labels')],
  ['secrets.*', words('name environment file external labels driver driver_opts template_driver content')],
  ['configs.*', words('name content environment file external labels template_driver')],
]);
