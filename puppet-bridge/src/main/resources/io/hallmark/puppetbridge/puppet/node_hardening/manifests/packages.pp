# @summary Packages that are absent, and those that other parts need.
# @api private
class node_hardening::packages {
  package { $node_hardening::packages_absent:
    ensure => purged,
  }
  # What a package only recommends is nothing that the profile asks for.
  $options = $facts['os']['family'] ? {
    'Debian' => ['--no-install-recommends'],
    'RedHat' => ['--setopt=install_weak_deps=False'],
    default  => [],
  }
  package { $node_hardening::packages_installed:
    ensure          => installed,
    install_options => $options,
  }
}
