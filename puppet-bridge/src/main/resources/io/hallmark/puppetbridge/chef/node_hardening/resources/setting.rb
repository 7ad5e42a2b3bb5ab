provides :node_hardening_setting
resource_name :node_hardening_setting
unified_mode true

description 'One line in a file that has others'

property :path, String, required: true, regex: %r{\A(/[A-Za-z0-9_@+.-]+)+\z}
property :key, String, required: true, regex: /\A[A-Za-z0-9_]+\z/
property :line, String, required: true, regex: /\A[A-Za-z0-9_]+ ?= ?[^\n]+\z/

action :create do
  unless ::File.file?(new_resource.path)
    raise "#{new_resource.path} is not there, so that #{new_resource.key} can't be set in it: install what it belongs to"
  end

  # Owner and mode are left as they are.
  file new_resource.path do
    content NodeHardening.with_setting(NodeHardening.text(new_resource.path), new_resource.key, new_resource.line)
  end
end
