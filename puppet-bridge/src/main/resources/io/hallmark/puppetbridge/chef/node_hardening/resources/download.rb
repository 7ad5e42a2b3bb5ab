provides :node_hardening_download
resource_name :node_hardening_download
unified_mode true

description 'A file that is fetched, and known by its digest'

property :path, String, name_property: true, regex: %r{\A(/[A-Za-z0-9_@+.-]+)+\z}
property :mode, String, required: true, regex: /\A[0-7]{4}\z/
property :url, String, required: true, regex: %r{\Ahttps://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9_.~%+-]*)+\z}
property :sha256, String, required: true, regex: /\A[0-9a-f]{64}\z/

action :create do
  directory ::File.dirname(new_resource.path) do
    recursive true
  end
  remote_file new_resource.path do
    source new_resource.url
    checksum new_resource.sha256
    owner 'root'
    group 'root'
    mode new_resource.mode
    verify { |path| ::Digest::SHA256.file(path).hexdigest == new_resource.sha256 }
  end
end
