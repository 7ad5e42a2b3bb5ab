provides :node_hardening_package
resource_name :node_hardening_package
unified_mode true

description 'A package that is there, or that is gone with its configuration files'

property :package_name, String, name_property: true, regex: /\A[A-Za-z0-9][A-Za-z0-9+._-]*\z/

action :install do
  package new_resource.package_name do
    # What a package only recommends is nothing that the profile asks for.
    options '--no-install-recommends' if platform_family?('debian')
    action :install
  end
end

action :purge do
  package new_resource.package_name do
    action :purge
  end
  # Chef takes one that was removed without its configuration files for gone: apt says that nothing is installed.
  if platform_family?('debian') &&
     shell_out('dpkg-query', '-W', '-f', '${db:Status-Status}\n', new_resource.package_name).stdout.split.include?('config-files')
    execute "node_hardening: #{new_resource.package_name} leaves no configuration files" do
      command ['dpkg', '--purge', new_resource.package_name]
      environment 'DEBIAN_FRONTEND' => 'noninteractive'
    end
  end
end
