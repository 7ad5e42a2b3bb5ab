package io.hallmark.puppetbridge;

import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.testsupport.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A root file system that is this machine's with a layer in memory over it, in a mount and network namespace of its own: what
 * is installed or written in it is gone with it, and neither the machine nor its kernel's settings are touched.
 */
public final class ScratchRoot implements AutoCloseable {
    /** Where its programs are. */
    public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final String SETUP = """
            set -eu
            mount --make-rprivate /
            mount -t tmpfs -o size=2g tmpfs "$1"
            mkdir "$1/upper" "$1/work" "$1/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
            mount -t proc -o ro proc "$1/root/proc"
            mount -t sysfs -o ro sysfs "$1/root/sys"
            mount --rbind /dev "$1/root/dev"
            mkdir -p "$1/root$2"
            mount --bind "$2" "$1/root$2"
            echo ready
            exec cat
            """;

    /**
     * Makes it like a node, for {@link #sh}: packages that the profiles want gone or installed, made on the spot where the machine
     * doesn't have them, one that is removed and not purged, and stand-ins for programs that would change the kernel or the boot
     * loader.
     */
    public static final String NODE = """
            package() {
              dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed && return 0
              mkdir -p "/tmp/$1/DEBIAN" "/tmp/$1/lib/systemd/system" "/tmp/$1/etc/$1"
              printf 'Package: %s\\nVersion: 99\\nArchitecture: all\\nMaintainer: a <a@example.org>\\nDescription: a\\n' "$1" \\
                >"/tmp/$1/DEBIAN/control"
              echo conf >"/tmp/$1/etc/$1/left-behind.conf"
              echo "/etc/$1/left-behind.conf" >"/tmp/$1/DEBIAN/conffiles"
              [ -z "${2-}" ] || printf '[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n' \\
                >"/tmp/$1/lib/systemd/system/$2"
              dpkg-deb --build "/tmp/$1" "/tmp/$1.deb" >/dev/null
              dpkg --force-all -i "/tmp/$1.deb" >/dev/null 2>&1
            }
            package telnet
            package talk
            dpkg --force-all --remove talk >/dev/null 2>&1
            package apparmor
            package aide
            package samhain samhain.service
            printf '%s\\n' 'UUID=root / ext4 errors=remount-ro 0 1' ' #LABEL=old /tmp ext4 defaults 0 2' 'tmpfs /tmp tmpfs' \\
              'LABEL=old /tmp ext4 defaults 0 2' 'tmpfs /tmp tmpfs rw 0 0' 'tmpfs /tmp' >/etc/fstab
            mkdir -p /etc/grub.d /etc/libvirt /etc/apparmor.d
            printf '#!/bin/sh\\nCLASS="--class gnu-linux --class gnu --class os"\\nif true; then\\n  CLASS="--class x ${CLASS}"\\nfi\\n' \\
              >/etc/grub.d/10_linux
            chmod 755 /etc/grub.d/10_linux
            printf '# comment\\nsecurity_driver = "none"\\n#security_default_confined = 1\\nsecurity_driver="selinux"\\n' >/etc/libvirt/qemu.conf
            printf 'profile chronyd /usr/sbin/chronyd flags=(attach_disconnected) {\\n}\\n' >/etc/apparmor.d/usr.sbin.chronyd
            for program in sysctl update-grub; do
              printf '#!/bin/sh\\necho "%s $*" >>/var/log/taken-in\\n' "$program" >"/usr/local/sbin/$program"
              chmod 755 "/usr/local/sbin/$program"
            done
            printf '#!/bin/sh\\necho "apparmor_parser $*" >>/var/log/taken-in\\nexit 254\\n' >/usr/local/sbin/apparmor_parser
            chmod 755 /usr/local/sbin/apparmor_parser
            """;

    private final Process holder;
    private final Path root;

    private ScratchRoot(Process holder, Path root) {
        this.holder = holder;
        this.root = root;
    }

    /** @param shared a folder that is seen inside under the same path */
    public static ScratchRoot over(Path work, Path shared) throws IOException {
        Tools.require("unshare");
        Tools.require("nsenter");
        Path layers = Files.createDirectory(work.resolve("layers"));
        Process holder = new ProcessBuilder(
                        "unshare", "-m", "-n", "sh", "-c", SETUP, "setup", layers.toString(), shared.toString())
                .redirectErrorStream(true)
                .start();
        String said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"ready".equals(said)) {
            holder.destroyForcibly();
        }
        Tools.require("ready".equals(said), "to mount an overlay in a namespace of its own, as root can: " + said);
        return new ScratchRoot(holder, layers.resolve("root"));
    }

    /** The beginning of a command that runs in it. */
    public List<String> entering() {
        return new ArrayList<>(List.of(
                "nsenter", "--target", String.valueOf(holder.pid()), "--mount", "--net", "chroot", root.toString()));
    }

    /** Runs a program in it. */
    public Answer run(Map<String, String> environment, String... command) {
        List<String> whole = entering();
        whole.addAll(List.of("env", "-i", "PATH=" + PATH, "HOME=/root", "LC_ALL=C.UTF-8"));
        environment.forEach((name, value) -> whole.add(name + "=" + value));
        whole.addAll(List.of(command));
        return Programs.run(Path.of("/"), whole);
    }

    /** Runs a script of the shell in it, which must succeed. */
    public String sh(String script) {
        Answer answer = run(Map.of(), "sh", "-euc", script);
        if (answer.exit() != 0) {
            throw new IllegalStateException("exit " + answer.exit() + ": " + answer.output());
        }
        return answer.output();
    }

    /** Its tree, as it is seen from outside. */
    public Path tree() {
        return Path.of("/proc/" + holder.pid() + "/root")
                .resolve(root.toString().substring(1));
    }

    @Override
    public void close() {
        holder.destroyForcibly();
        holder.onExit().join();
    }
}
