provides :node_hardening_file
resource_name :node_hardening_file
unified_mode true

description 'A file that belongs to the profile as a whole'

property :path, String, name_property: true, regex: %r{\A(/[A-Za-z0-9_@+.-]+)+\z}
property :mode, String, required: true, regex: /\A[0-7]{4}\z/
property :content, String, required: true

action :create do
  directory ::File.dirname(new_resource.path) do
    recursive true
  end
  file new_resource.path do
    owner 'root'
    group 'root'
    mode new_resource.mode
    content new_resource.content
    sensitive new_resource.sensitive
  end
end
