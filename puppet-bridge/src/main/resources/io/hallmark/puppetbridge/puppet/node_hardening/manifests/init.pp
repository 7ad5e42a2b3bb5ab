# @summary Brings a node to the approved hardening profile of its role.
#
# All parameters come from Hiera: `hallmark harden render --target puppet` writes `data/hardening/<role>.yaml` with them.
#
# @param role
#   Role of the node; every resource is tagged `hallmark_role_<role>`, so that reports say it.
# @param baseline
#   What was approved.
# @param applied_in
#   `node` on a running node; `image-build` in the tree of an image, where nothing is started or taken in.
# @param filesystems
#   Rows of /etc/fstab, by mount point. Nothing is mounted; a mounted one is remounted when its row changes.
# @param files
#   Files that belong to the profile, by path.
# @param secret_files
#   Files with a secret in them, by path.
# @param fetched_files
#   Files that are fetched over HTTPS, by path.
# @param own_files
#   Names of files, by how they begin and end, that the profile alone has: others that are named so are removed.
# @param links
#   Symbolic links by path, or that there is none.
# @param settings
#   Lines in files that have others, by a name of their own.
# @param sysctls
#   Settings of the kernel, each kept in a file of its own.
# @param modules_disabled
#   Kernel modules that are not loaded.
# @param kernel_parameters
#   Words that GRUB's configuration gets, where the node writes it.
# @param packages_absent
#   Packages that are purged.
# @param packages_installed
#   Packages that other parts need.
# @param units
#   Whether units of systemd are started at boot.
# @param selinux_booleans
#   Booleans of the SELinux policy.
# @param secrets
#   Secrets by name; from encrypted Hiera data, never from the rendered profile.
class node_hardening (
  Pattern[/\A[a-z0-9][a-z0-9._-]{0,62}\z/]                      $role,
  Pattern[/\Ahallmark-([0-9a-f]{40}|[0-9a-f]{64})\z/]           $baseline,
  Enum['node', 'image-build']                                   $applied_in         = 'node',
  Hash[Node_hardening::Mountpoint, Node_hardening::Filesystem]  $filesystems        = {},
  Hash[Node_hardening::Path, Node_hardening::Owned_file]        $files              = {},
  Hash[Node_hardening::Path, Node_hardening::Secret_file]       $secret_files       = {},
  Hash[Node_hardening::Path, Node_hardening::Fetched_file]      $fetched_files      = {},
  Hash[String[1], Node_hardening::Own_files]                    $own_files          = {},
  Hash[Node_hardening::Path, Node_hardening::Link]              $links              = {},
  Hash[String[1], Node_hardening::Line_setting]                 $settings           = {},
  Hash[Node_hardening::Sysctl_key, Node_hardening::Sysctl_value] $sysctls           = {},
  Array[Pattern[/\A[A-Za-z0-9_-]+\z/]]                          $modules_disabled   = [],
  Array[Node_hardening::Kernel_parameter]                       $kernel_parameters  = [],
  Array[Node_hardening::Package_name]                           $packages_absent    = [],
  Array[Node_hardening::Package_name]                           $packages_installed = [],
  Hash[Node_hardening::Unit_name, Enum['enabled', 'disabled', 'masked']] $units     = {},
  Hash[Pattern[/\A[a-z][a-z0-9_]*\z/], Boolean]                 $selinux_booleans   = {},
  Sensitive[Hash[Node_hardening::Secret_name, String[1]]]       $secrets            = Sensitive({}),
) {
  tag("hallmark_role_${role}")

  contain node_hardening::packages
  contain node_hardening::configuration
  contain node_hardening::mounts
  contain node_hardening::services

  # Packages come before mounts: a remount may keep their scripts from running (noexec).
  Class['node_hardening::packages']
  -> Class['node_hardening::configuration']
  -> Class['node_hardening::mounts']
  -> Class['node_hardening::services']
}
