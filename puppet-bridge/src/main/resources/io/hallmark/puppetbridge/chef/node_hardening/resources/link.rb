provides :node_hardening_link
resource_name :node_hardening_link
unified_mode true

description 'A symbolic link, or that there is none'

property :path, String, name_property: true, regex: %r{\A(/[A-Za-z0-9_@+.-]+)+\z}
property :target, String, regex: %r{\A(/[A-Za-z0-9_@+.-]+)+\z}

action :create do
  raise "#{new_resource.path} needs a target" if new_resource.target.nil?

  directory ::File.dirname(new_resource.path) do
    recursive true
  end
  link new_resource.path do
    to new_resource.target
  end
end

action :delete do
  link new_resource.path do
    action :delete
  end
end
