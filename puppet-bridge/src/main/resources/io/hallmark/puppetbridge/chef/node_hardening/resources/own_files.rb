provides :node_hardening_own_files
resource_name :node_hardening_own_files
unified_mode true

description 'Of the files of a folder whose names begin and end so, only these'

property :folder, String, required: true, regex: %r{\A(/[A-Za-z0-9_@+.-]+)+\z}
property :beginning, String, required: true, regex: /\A[A-Za-z0-9_.-]+\z/
property :ending, String, default: '', regex: /\A[A-Za-z0-9_.-]*\z/
property :names, Array, default: []

action :clean do
  NodeHardening.named(new_resource.folder, new_resource.beginning, new_resource.ending).each do |name|
    path = ::File.join(new_resource.folder, name)
    next if new_resource.names.include?(name) || (::File.directory?(path) && !::File.symlink?(path))

    file path do
      action :delete
    end
  end
end
