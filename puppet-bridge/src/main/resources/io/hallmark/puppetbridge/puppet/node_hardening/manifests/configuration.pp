# @summary Files, links and settings, and what makes a running system take them in.
# @api private
class node_hardening::configuration {
  $notice = "# Written by Hallmark; changes are undone.\n"

  $sysctl_files = $node_hardening::sysctls.reduce({}) |$files, $one| {
    $path = "/etc/sysctl.d/90-hallmark-${one[0]}.conf"
    $files + {
      $path => {
        'mode'      => '0644',
        'content'   => "${notice}${one[0]} = ${one[1]}\n",
        'on_change' => ['sysctl', '--quiet', '--load', $path],
      },
    }
  }
  $module_files = $node_hardening::modules_disabled.reduce({}) |$files, $module| {
    $files + {
      "/etc/modprobe.d/hallmark-${module}.conf" => {
        'mode'      => '0644',
        'content'   => "${notice}install ${module} /bin/false\nblacklist ${module}\n",
        'on_change' => [],
      },
    }
  }
  $parameter_files = $node_hardening::kernel_parameters.reduce({}) |$files, $word| {
    $file_name = $word.regsubst('[^A-Za-z0-9_.-]', '_', 'G')
    $files + {
      "/etc/default/grub.d/90-hallmark-${file_name}.cfg" => {
        'mode'      => '0644',
        'content'   => "${notice}GRUB_CMDLINE_LINUX=\"\$GRUB_CMDLINE_LINUX ${word}\"\n",
        'on_change' => ['update-grub'],
      },
    }
  }
  $files = $node_hardening::files + $sysctl_files + $module_files + $parameter_files
  $search = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

  # What several files have in common is run once.
  $commands = $node_hardening::applied_in ? {
    'node'  => (
      $files.values + $node_hardening::secret_files.values + $node_hardening::own_files.values
      + $node_hardening::links.values + $node_hardening::settings.values
    )
    .map |$one| { $one['on_change'] }
    .filter |$command| { !$command.empty }
    .unique,
    default => [],
  }
  $commands.each |$command| {
    # Where systemd doesn't run there is nothing to tell it.
    $where = $command[0] ? {
      'systemctl' => 'test -d /run/systemd/system',
      default     => undef,
    }
    # What the kernel has not loaded it can't unload, and needn't.
    $good = $command[0] ? {
      'apparmor_parser' => [0, 1, 254],
      default           => 0,
    }
    exec { "node_hardening: ${command.join(' ')}":
      command     => $command.join(' '),
      onlyif      => $where,
      returns     => $good,
      path        => $search,
      refreshonly => true,
    }
  }

  $present_links = $node_hardening::links.filter |$path, $link| { $link['target'] != 'absent' }
  $paths = ($files + $node_hardening::secret_files + $node_hardening::fetched_files + $present_links).keys
  $folders = $paths.map |$path| { $path.regsubst('/[^/]+\z', '') }.unique
  $folders.each |$folder| {
    # Not as file resources: others may manage them.
    exec { "node_hardening: folder ${folder}":
      command => "mkdir -p -- ${folder}",
      creates => $folder,
      umask   => '0022',
      path    => $search,
    }
  }
  $folder_of = $paths.reduce({}) |$known, $path| {
    $known + { $path => Exec["node_hardening: folder ${path.regsubst('/[^/]+\z', '')}"] }
  }

  $files.each |$path, $file| {
    file { $path:
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => $file['mode'],
      content => $file['content'],
      require => $folder_of[$path],
    }
  }
  $node_hardening::secret_files.each |$path, $file| {
    $secret = $node_hardening::secrets.unwrap[$file['secret']]
    if $secret =~ Undef {
      fail("node_hardening::secrets has no '${file['secret']}', which ${path} needs; add it to the encrypted Hiera data")
    }
    file { $path:
      ensure    => file,
      owner     => 'root',
      group     => 'root',
      mode      => $file['mode'],
      content   => Sensitive("${file['before']}${secret}${file['after']}"),
      show_diff => false,
      require   => $folder_of[$path],
    }
  }
  $node_hardening::fetched_files.each |$path, $file| {
    file { $path:
      ensure         => file,
      owner          => 'root',
      group          => 'root',
      mode           => $file['mode'],
      source         => $file['url'],
      checksum       => 'sha256',
      checksum_value => $file['sha256'],
      require        => $folder_of[$path],
    }
  }
  $kept = $files + $node_hardening::secret_files
  $node_hardening::own_files.each |$title_of, $own| {
    node_hardening::only { $title_of:
      folder     => $own['folder'],
      beginning  => $own['beginning'],
      ending     => $own['ending'],
      file_names => $kept.keys
      .filter |$path| { $path.regsubst('/[^/]+\z', '') == $own['folder'] }
      .map |$path| { $path.regsubst('\A.*/', '') },
    }
  }
  $node_hardening::links.each |$path, $link| {
    if $link['target'] == 'absent' {
      file { $path:
        ensure => absent,
      }
    } else {
      file { $path:
        ensure  => link,
        target  => $link['target'],
        require => $folder_of[$path],
      }
    }
  }
  $node_hardening::settings.each |$title_of, $setting| {
    node_hardening::line { $title_of:
      path => $setting['path'],
      key  => $setting['key'],
      line => $setting['line'],
    }
  }

  if $node_hardening::applied_in == 'node' {
    ($files + $node_hardening::secret_files + $node_hardening::links).each |$path, $file| {
      if !$file['on_change'].empty {
        File[$path] ~> Exec["node_hardening: ${file['on_change'].join(' ')}"]
      }
    }
    $node_hardening::own_files.each |$title_of, $own| {
      if !$own['on_change'].empty {
        Node_hardening::Only[$title_of] ~> Exec["node_hardening: ${own['on_change'].join(' ')}"]
      }
    }
    $node_hardening::settings.each |$title_of, $setting| {
      if !$setting['on_change'].empty {
        Node_hardening::Line[$title_of] ~> Exec["node_hardening: ${setting['on_change'].join(' ')}"]
      }
    }
  }
}
