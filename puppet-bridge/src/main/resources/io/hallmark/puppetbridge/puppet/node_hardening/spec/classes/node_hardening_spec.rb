# frozen_string_literal: true

require 'spec_helper'

describe 'node_hardening' do
  roles = Dir[File.expand_path('../fixtures/data/hardening/*.yaml', __dir__)].map { |file| File.basename(file, '.yaml') }

  it { expect(roles).not_to be_empty }

  roles.each do |role|
    context "with the data of role #{role}" do
      let(:facts) { { spec_role: role } }

      it { is_expected.to compile.with_all_deps }
      it { is_expected.to contain_class('node_hardening').with_role(role) }

      it 'tags what it brings with the role, so that reports say it' do
        resources = catalogue.resources.select { |one| %w[File Exec Mount Package].include?(one.type) }
        expect(resources.map(&:tags)).to all(include("hallmark_role_#{role}"))
      end
    end
  end

  context 'on nodes that install packages' do
    let(:facts) { { spec_role: 'controller' } }

    it 'keeps each sysctl in a file of its own and takes it in' do
      is_expected.to contain_file('/etc/sysctl.d/90-hallmark-kernel.kptr_restrict.conf')
        .with_content("# Written by Hallmark; changes are undone.\nkernel.kptr_restrict = 2\n")
        .that_notifies('Exec[node_hardening: sysctl --quiet --load /etc/sysctl.d/90-hallmark-kernel.kptr_restrict.conf]')
    end

    it 'removes files of its own that the profile does not have' do
      is_expected.to contain_node_hardening__only('/etc/default/grub.d/90-hallmark-*.cfg')
        .with_file_names(['90-hallmark-audit_1.cfg', '90-hallmark-slub_debug_FZP.cfg'])
        .that_notifies('Exec[node_hardening: update-grub]')
      is_expected.to contain_node_hardening__only('/etc/cron.d/hallmark-tripwire*').with_file_names([])
    end

    it 'writes the boot loader once for all that changes it' do
      update = 'Exec[node_hardening: update-grub]'
      is_expected.to contain_file('/etc/default/grub.d/90-hallmark-audit_1.cfg').that_notifies(update)
      is_expected.to contain_file('/etc/grub.d/42_hallmark_password').that_notifies(update)
      is_expected.to contain_exec('node_hardening: update-grub').with_refreshonly(true)
    end

    it 'keeps a secret out of catalogs in the clear' do
      file = catalogue.resource('File', '/etc/grub.d/42_hallmark_password')
      expect(file.sensitive_parameters).to include(:content)
      expect(file[:show_diff]).to be(false)
    end

    it 'writes fstab, mounts nothing, and remounts what is mounted' do
      expect(catalogue.resources.map(&:type)).not_to include('Mount')
      is_expected.to contain_exec('node_hardening: /tmp in /etc/fstab')
        .with_environment(['KEY=/tmp', "LINE=tmpfs\t/tmp\ttmpfs\trw,noexec,nodev,nosuid,size=1G\t0\t0"])
      is_expected.to contain_exec('node_hardening: remount /tmp')
        .with_refreshonly(true).that_subscribes_to('Node_hardening::Row[/tmp]')
    end

    it { is_expected.to contain_package('telnet').with_ensure('purged') }

    it 'changes packages before a mount may keep their scripts from running' do
      is_expected.to contain_exec('node_hardening: remount /var').that_requires('Package[telnet]')
    end

    it 'installs nothing that is only recommended' do
      is_expected.to contain_package('samhain').with_ensure('installed').with_install_options(['--no-install-recommends'])
    end

    it 'starts what was masked' do
      is_expected.to contain_exec('node_hardening: samhain.service is enabled')
        .with_command(%r{\Asystemctl unmask samhain.service && systemctl enable samhain.service && })
    end

    it 'stops what it masks' do
      is_expected.to contain_exec('node_hardening: cups.service is masked')
        .with_command('systemctl mask cups.service && { ! test -d /run/systemd/system || ' \
                      'systemctl stop cups.service || ! systemctl is-active --quiet cups.service; }')
    end
  end

  context 'in the tree of an image' do
    let(:facts) { { spec_role: 'compute' } }

    it 'starts nothing and takes nothing in' do
      commands = catalogue.resources.select { |one| one.type == 'Exec' && one[:refreshonly] }
      expect(commands).to be_empty
      is_expected.to contain_exec('node_hardening: cups.service is disabled').with_command('systemctl disable cups.service')
    end

    it 'remounts nothing of the machine that builds it' do
      expect(catalogue.resources.map(&:title)).not_to include('node_hardening: remount /tmp')
      is_expected.to contain_exec('node_hardening: /tmp in /etc/fstab')
    end

    it 'fetches what it knows by its digest' do
      is_expected.to contain_file('/var/lib/aide/hallmark.db')
        .with_source('https://artifacts.example.org/compute/aide.db').with_checksum('sha256')
        .with_checksum_value('03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a')
    end

    it 'tells AppArmor modes by links' do
      is_expected.to contain_file('/etc/apparmor.d/force-complain/usr.sbin.libvirtd')
        .with_ensure('link').with_target('/etc/apparmor.d/usr.sbin.libvirtd')
      is_expected.to contain_file('/etc/apparmor.d/disable/usr.sbin.chronyd').with_ensure('absent')
    end
  end

  context 'without a secret that a file needs' do
    let(:facts) { { spec_role: 'controller' } }
    let(:params) { { secrets: sensitive({}) } }

    it { is_expected.to compile.and_raise_error(%r{node_hardening::secrets has no 'grub_password'}) }
  end

  context 'with what is more than text to a shell or a configuration file' do
    base = { role: 'a', baseline: "hallmark-#{'0' * 40}" }
    {
      filesystems: { '/tmp' => { 'device' => 'tmpfs', 'fstype' => 'tmpfs', 'options' => ['rw,exec'], 'dump' => 0, 'pass' => 0 } },
      sysctls: { 'kernel.kptr_restrict' => "2\n3" },
      kernel_parameters: ['audit=1" quiet'],
      modules_disabled: ['a b'],
      units: { 'a.service;id' => 'masked' },
      packages_absent: ['$(id)'],
      own_files: { 'a' => { 'folder' => '/etc/a', 'beginning' => '$(id)', 'ending' => '', 'on_change' => [] } },
      files: { '/etc/a b' => { 'mode' => '0644', 'content' => 'a', 'on_change' => [] } },
      links: { '/etc/apparmor.d/disable/..' => { 'target' => 'absent', 'on_change' => [] } },
      settings: { 'a' => { 'path' => '/etc/a', 'key' => 'a', 'line' => "a = '$(id)'", 'on_change' => [] } },
    }.each do |parameter, value|
      context "in #{parameter}" do
        let(:facts) { { spec_role: 'none' } }
        let(:params) { base.merge(parameter => value) }

        it { is_expected.to compile.and_raise_error(%r{parameter '#{parameter}'}) }
      end
    end
  end
end
