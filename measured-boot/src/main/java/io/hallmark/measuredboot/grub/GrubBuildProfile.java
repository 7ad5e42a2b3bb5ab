package io.hallmark.measuredboot.grub;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between builds of GRUB in what they run and read: data, not code.
 *
 * @param name for people
 * @param start how the image gets to its configuration
 * @param embeddedScript the script in the image's memory disk, with {@link Start#EMBEDDED_SCRIPT}
 * @param modules those that are linked into the image; empty when they are not known
 * @param memdisk the files of the image's memory disk, which are never measured ({@code grub-core/kern/verifiers.c})
 * @param redHat whether it has Red Hat's patches: contexts inherit all variables, menu entries are looked up by id
 *     first, {@code \xNN} passes through, {@code blscfg} and {@code increment} exist
 * @param fwsetupAsks whether {@code fwsetup --is-supported} exists; without it, {@code fwsetup} resets the machine
 * @param shimLock whether it refuses every kernel under Secure Boot when there is no shim: its distribution does not make
 *     the image with {@code --disable-shim-lock}
 * @param firmwareStartsKernels whether releases from 2.12 on have the firmware load a kernel with an EFI stub
 *     ({@code grub-core/loader/efi/linux.c}), which measures it into PCR 4 with Secure Boot off, too; Debian's load it
 *     themselves ({@code peimage})
 * @param recordings versions for which recorded boots confirm the row
 */
public record GrubBuildProfile(
        String name,
        Start start,
        Optional<String> embeddedScript,
        Optional<Set<String>> modules,
        Set<String> memdisk,
        boolean redHat,
        boolean fwsetupAsks,
        boolean shimLock,
        boolean firmwareStartsKernels,
        Set<String> recordings) {

    /** How an image gets to its configuration. */
    public enum Start {
        /** A script in the image finds and sources the configuration. */
        EMBEDDED_SCRIPT,
        /** {@code $prefix/grub.cfg} is opened to see whether it exists, and again to be run. */
        LOOKS_THEN_LOADS,
        /** {@code $prefix/grub.cfg} is opened and run ({@code grub_cmd_normal} in {@code grub-core/normal/main.c}). */
        LOADS
    }

    private static final String COMMON =
            "acpi all_video bitmap bitmap_scale boot btrfs bufio cat chain configfile cpuid crypto datetime disk"
                    + " diskfilter echo efi_gop efi_uga efifwsetup efinet ext2 extcmd f2fs fat font fshelp gcry_crc"
                    + " gcry_rijndael gcry_sha1 gcry_sha512 gettext gfxmenu gfxterm gfxterm_background gzio halt help"
                    + " hfsplus iso9660 jpeg keystatus linux loadenv loopback ls lsefi lsefimmap lsefisystab lssal lzopio"
                    + " memdisk minicmd mmap net normal part_apple part_gpt part_msdos password_pbkdf2 pbkdf2 play png"
                    + " priority_queue probe raid6rec reboot regexp relocator search search_fs_file search_fs_uuid"
                    + " search_label serial sleep smbios squash4 terminal terminfo test tpm trig true video video_bochs"
                    + " video_cirrus video_colors video_fb xfs xzio zfs zfscrypt zfsinfo zstd";
    private static final String OF_DISKS = "afsplitter archelp cryptodisk gcry_arcfour gcry_blowfish gcry_camellia"
            + " gcry_cast5 gcry_des gcry_dsa gcry_idea gcry_md4 gcry_md5 gcry_rfc2268 gcry_rmd160 gcry_rsa gcry_seed"
            + " gcry_serpent gcry_sha256 gcry_tiger gcry_twofish gcry_whirlpool json luks luks2 lvm mdraid09 mdraid1x"
            + " mpi pgp procfs raid5rec";
    private static final String SINCE_2_12 = "jfs ntfs peimage setjmp";
    private static final Pattern OF_RED_HAT = Pattern.compile("\\d.*\\.(?:fc|el)\\d+.*");
    private static final Pattern OF_DEBIAN_12 = Pattern.compile("2\\.06[-+]\\d+(?:\\+deb12u\\d+)?");
    private static final Pattern OF_DEBIAN_13 = Pattern.compile("2\\.12[-+]\\d+(?:\\+deb13u\\d+)?");
    private static final Set<String> FONTS = Set.of("/fonts/unicode.pf2");

    /** Debian 12, image for disks: {@code debian/build-efi-images} of the package. */
    public static final GrubBuildProfile DEBIAN_2_06_DISK = new GrubBuildProfile(
            "Debian's GRUB 2.06 for disks",
            Start.EMBEDDED_SCRIPT,
            Optional.of("""
                if [ -z "$prefix" -o ! -e "$prefix" ]; then
                	if ! search --file --set=root /.disk/info; then
                		search --file --set=root /.disk/mini-info
                	fi
                	set prefix=($root)/boot/grub
                fi
                if [ -e $prefix/x86_64-efi/grub.cfg ]; then
                	source $prefix/x86_64-efi/grub.cfg
                elif [ -e $prefix/grub.cfg ]; then
                	source $prefix/grub.cfg
                else
                	source $cmdpath/grub.cfg
                fi
                """),
            modules(COMMON, OF_DISKS, "linuxefi"),
            FONTS,
            false,
            false,
            true,
            false,
            Set.of("2.06-13+deb12u2"));

    /** Debian 12, image for network boot. */
    public static final GrubBuildProfile DEBIAN_2_06_NET = new GrubBuildProfile(
            "Debian's GRUB 2.06 for network boot",
            Start.EMBEDDED_SCRIPT,
            Optional.of("""
                if [ -e $prefix/x86_64-efi/grub.cfg ]; then
                	source $prefix/x86_64-efi/grub.cfg
                else
                	source $prefix/grub.cfg
                fi
                """),
            modules(COMMON, "linuxefi tftp"),
            FONTS,
            false,
            false,
            true,
            false,
            Set.of("2.06-13+deb12u2"));

    /** Debian 13, image for disks; its memory disk has no script. */
    public static final GrubBuildProfile DEBIAN_2_12_DISK = new GrubBuildProfile(
            "Debian's GRUB 2.12 for disks",
            Start.LOOKS_THEN_LOADS,
            Optional.empty(),
            modules(COMMON, OF_DISKS, SINCE_2_12),
            FONTS,
            false,
            true,
            true,
            false,
            Set.of("2.12-9+deb13u4"));

    /** Debian 13, image for network boot: as its memory disk says, no recording of it. */
    public static final GrubBuildProfile DEBIAN_2_12_NET = new GrubBuildProfile(
            "Debian's GRUB 2.12 for network boot",
            Start.EMBEDDED_SCRIPT,
            Optional.of("""
                if [ -e $prefix/x86_64-efi/grub.cfg ]; then
                	source $prefix/x86_64-efi/grub.cfg
                elif [ -e $prefix/grub.cfg-amd64 ]; then
                	source $prefix/grub.cfg-default-amd64
                else
                	source $prefix/grub.cfg
                fi
                """),
            modules(COMMON, SINCE_2_12, "http tftp"),
            FONTS,
            false,
            true,
            true,
            false,
            Set.of());

    /** Fedora and RHEL since 2.06: by the patched sources, no recording of it. */
    public static final GrubBuildProfile RED_HAT = new GrubBuildProfile(
            "Red Hat's GRUB",
            Start.LOOKS_THEN_LOADS,
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            true,
            true,
            false,
            false,
            Set.of());

    /** An image as {@code grub-install} makes it of the sources as they are released: no recording of it. */
    public static final GrubBuildProfile UPSTREAM = new GrubBuildProfile(
            "GRUB as released",
            Start.LOADS,
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            false,
            true,
            false,
            true,
            Set.of());

    public GrubBuildProfile {
        modules = modules.map(Set::copyOf);
        memdisk = Set.copyOf(memdisk);
        recordings = Set.copyOf(recordings);
    }

    /**
     * The row for a build, by the version that its SBAT section names: {@code 2.06-13+deb12u2}, or {@code 2.06+13+deb12u2} as
     * signed packages write it. Others who build the same release write theirs in other forms: {@code 2.06-14.azl3}.
     *
     * @param network whether it was started from the network, which takes another image
     * @return empty for a build that is not known
     */
    public static Optional<GrubBuildProfile> of(String version, boolean network) {
        if (OF_RED_HAT.matcher(version).matches()) {
            return Optional.of(RED_HAT);
        }
        if (OF_DEBIAN_12.matcher(version).matches()) {
            return Optional.of(network ? DEBIAN_2_06_NET : DEBIAN_2_06_DISK);
        }
        if (OF_DEBIAN_13.matcher(version).matches()) {
            return Optional.of(network ? DEBIAN_2_12_NET : DEBIAN_2_12_DISK);
        }
        return Optional.empty();
    }

    /** Whether recorded boots confirm the row. */
    public boolean isRecorded() {
        return !recordings.isEmpty();
    }

    /**
     * The row that a description names for an image whose SBAT section names no build that is known.
     *
     * @param name {@code upstream} or {@code red-hat}
     */
    public static Optional<GrubBuildProfile> named(String name) {
        return Optional.ofNullable(
                Map.of("upstream", UPSTREAM, "red-hat", RED_HAT).get(name));
    }

    /** The module set with modules that a log shows to be linked in besides. */
    boolean has(String module) {
        return modules.map(names -> names.contains(module)).orElse(false);
    }

    private static Optional<Set<String>> modules(String... lists) {
        return Optional.of(Stream.of(lists)
                .flatMap(list -> Arrays.stream(list.split(" ")))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** All rows. */
    public static List<GrubBuildProfile> rows() {
        return List.of(DEBIAN_2_06_DISK, DEBIAN_2_06_NET, DEBIAN_2_12_DISK, DEBIAN_2_12_NET, RED_HAT, UPSTREAM);
    }
}
