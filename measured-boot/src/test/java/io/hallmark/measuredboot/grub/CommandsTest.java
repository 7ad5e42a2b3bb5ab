package io.hallmark.measuredboot.grub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commands that read files, find devices and load what is booted. */
class CommandsTest {
    private static final String BOOT = "set timeout=0\nmenuentry a {\n linux /k x\n initrd /i\n}\n";
    private static final GrubDevice ESP =
            new GrubDevice("hd0,gpt1", Optional.of("AAAA-BBBB"), Optional.of("EFI"), Optional.of("fat"));
    private static final GrubDevice ROOT =
            new GrubDevice("hd0,gpt2", Optional.of("1234-abcd"), Optional.of("root"), Optional.of("ext2"));

    @Test
    void modulesThatAreNotLinkedInAreReadWithThoseTheyNeed() {
        assertThat(Scripts.configuration("insmod part_gpt\ninsmod videotest\ninsmod videotest\ninsmod none\n")
                        .file("/grub/x86_64-efi/moddep.lst", "videotest: font lib\nlib: \n")
                        .file("/grub/x86_64-efi/videotest.mod", "m")
                        .file("/grub/x86_64-efi/lib.mod", "m")
                        .lines())
                .containsExactly(
                        "insmod part_gpt",
                        "insmod videotest",
                        "9 (hd0,gpt1)/grub/x86_64-efi/videotest.mod",
                        "9 (hd0,gpt1)/grub/x86_64-efi/lib.mod",
                        "insmod videotest",
                        "insmod none");
    }

    @Test
    void underLockdownAModuleIsMeasuredAndRefused() {
        assertThat(Scripts.configuration("insmod hello\ninsmod hello\n")
                        .file("/grub/x86_64-efi/hello.mod", "m")
                        .secureBoot()
                        .lines())
                .containsExactly(
                        "insmod hello",
                        "9 (hd0,gpt1)/grub/x86_64-efi/hello.mod",
                        "insmod hello",
                        "9 (hd0,gpt1)/grub/x86_64-efi/hello.mod");
    }

    @Test
    void aCommandLoadsTheModuleThatTheListNames() {
        assertThat(Scripts.configuration("eval echo a\n")
                        .file("/grub/x86_64-efi/command.lst", "*echo: echo\neval: eval\n")
                        .file("/grub/x86_64-efi/moddep.lst", "eval:\n")
                        .file("/grub/x86_64-efi/eval.mod", "m")
                        .lines())
                .containsExactly(
                        "9 (hd0,gpt1)/grub/x86_64-efi/command.lst",
                        "eval echo a",
                        "9 (hd0,gpt1)/grub/x86_64-efi/eval.mod",
                        "echo a");
    }

    @Test
    void searchesByUuidLabelAndFileSetTheirVariable() {
        Scripts scripts = Scripts.configuration("search --no-floppy --fs-uuid --set=a 1234-ABCD\n"
                        + "search -l root --set b\nsearch.fs_label EFI c\nsearch --file --set=d --hint hd0,gpt2 /x\n"
                        + "echo $a $b $c $d\n")
                .file("(hd0,gpt2)/x", "x")
                .devices(ESP, ROOT);
        assertThat(scripts.lines()).endsWith("9 (hd0,gpt2)/x", "echo hd0,gpt2 hd0,gpt2 hd0,gpt1 hd0,gpt2");
    }

    @Test
    void aSearchThatNothingIsKnownForIsDoubted() {
        assertThat(Scripts.configuration("search --fs-uuid --set=root FFFF\n")
                        .run()
                        .doubt())
                .hasValueSatisfying(reason -> assertThat(reason).contains("FFFF", "filesystems"));
        assertThat(Scripts.configuration("search --fs-uuid --set=root FFFF\necho $?\n")
                        .devices(ESP, ROOT)
                        .lines())
                .containsExactly("search --fs-uuid --set=root FFFF", "echo 5");
    }

    @Test
    void environmentBlocksAreReadMeasuredAndSavedUnmeasured() {
        String block = "# GRUB Environment Block\na=1\nb=x\\\\y\n####";
        assertThat(Scripts.configuration("load_env a\necho $a $b\nload_env -f /e\necho $b\nsave_env b\nload_env -s\n")
                        .file("/grub/grubenv", block)
                        .file("/e", block)
                        .lines())
                .containsExactly(
                        "load_env a",
                        "9 (hd0,gpt1)/grub/grubenv",
                        "echo 1",
                        "load_env -f /e",
                        "9 /e",
                        "echo x\\y",
                        "save_env b",
                        "load_env -s");
    }

    @Test
    void what_is_read_of_a_block_that_GRUB_changes_holds_for_one_boot_only() {
        String block = "# GRUB Environment Block\nnext_entry=rescue\n####";
        assertThat(Scripts.configuration("load_env\nset next_entry=\nsave_env next_entry\nload_env\n")
                        .file("/grub/grubenv", block)
                        .lines())
                .containsExactly(
                        "load_env",
                        "? GRUB writes next_entry to '(hd0,gpt1)/grub/grubenv', so the next boot reads other values there:"
                                + " leave out what saves them (savedefault, boot counting), or have it loaded from the"
                                + " network",
                        "9 (hd0,gpt1)/grub/grubenv",
                        "set next_entry=",
                        "save_env next_entry",
                        "load_env",
                        "? '(hd0,gpt1)/grub/grubenv' was written by GRUB before it is read",
                        "9 (hd0,gpt1)/grub/grubenv");
    }

    @Test
    void a_block_that_is_read_unmeasured_and_changed_makes_what_follows_doubtful_too() {
        assertThat(Scripts.configuration(
                                "echo a\nload_env -s\necho $next_entry\nset next_entry=\nsave_env next_entry\n")
                        .file("/grub/grubenv", "# GRUB Environment Block\nnext_entry=rescue\n####")
                        .lines())
                .startsWith("echo a", "load_env -s")
                .element(2)
                .asString()
                .startsWith("? GRUB writes next_entry to");
    }

    @Test
    void a_variable_that_is_saved_and_not_set_is_removed_from_the_block() {
        assertThat(Scripts.configuration("load_env a\nsave_env b\n")
                        .file("/grub/grubenv", "# GRUB Environment Block\na=1\nb=2\n####")
                        .run()
                        .doubt())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("GRUB writes b to"));
    }

    @Test
    void an_entry_that_saves_itself_as_the_default_changes_nothing_once_it_is() {
        String menu = "load_env\nset default=$saved_entry\nset timeout=0\n"
                + "menuentry a --id a {\nset saved_entry=$chosen\nsave_env saved_entry\nlinux /k\n}\n"
                + "menuentry b --id b {\nset saved_entry=$chosen\nsave_env saved_entry\nlinux /k\n}\n";
        assertThat(Scripts.configuration(menu)
                        .file("/grub/grubenv", "# GRUB Environment Block\nsaved_entry=b\n####")
                        .file("/k", "")
                        .run()
                        .doubt())
                .isEmpty();
        assertThat(Scripts.configuration(menu)
                        .file("/grub/grubenv", "# GRUB Environment Block\n####")
                        .file("/k", "")
                        .run()
                        .doubt())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("GRUB writes saved_entry to"));
    }

    @Test
    void the_folder_of_the_image_is_not_known_from_the_prefix() {
        assertThat(Scripts.configuration("echo a\nsource $cmdpath/other.cfg\n").lines())
                .containsExactly(
                        "echo a",
                        "? the folder that GRUB's image was started from ($cmdpath): name it in the configuration",
                        "source /other.cfg");
    }

    @Test
    void fontsComeFromTheMemoryDiskWhenItHasThem() {
        assertThat(Scripts.configuration("loadfont unicode\nloadfont other\nloadfont /f.pf2\n")
                        .file("/grub/fonts/unicode.pf2", "f")
                        .file("/grub/fonts/other.pf2", "f")
                        .file("/f.pf2", "f")
                        .lines())
                .containsExactly(
                        "loadfont unicode",
                        "loadfont other",
                        "9 (hd0,gpt1)/grub/fonts/other.pf2",
                        "loadfont /f.pf2",
                        "9 /f.pf2");
    }

    @Test
    void theFirstMessageCatalogThatExistsIsRead() {
        assertThat(Scripts.configuration("set locale_dir=$prefix/locale\nset lang=de_AT\necho $\"x\"\n")
                        .file("/grub/locale/de.mo", "m")
                        .lines())
                .containsExactly(
                        "set locale_dir=(hd0,gpt1)/grub/locale",
                        "set lang=de_AT",
                        "9 (hd0,gpt1)/grub/locale/de.mo",
                        "? the translation of 'x'",
                        "echo x");
    }

    @Test
    void contextsKeepTheirVariablesApart() {
        assertThat(Scripts.configuration("a=1\nb=2\nexport b\nconfigfile /c\necho $c\nsource /c\necho $c\n")
                        .file("/c", "echo $a $b\nc=3\n")
                        .lines())
                .containsExactly(
                        "a=1",
                        "b=2",
                        "export b",
                        "configfile /c",
                        "9 /c",
                        "echo 2",
                        "c=3",
                        "echo",
                        "source /c",
                        "9 /c",
                        "echo 1 2",
                        "c=3",
                        "echo 3");
    }

    @Test
    void linuxAndInitrdMeasureTheirFilesAndBoot() {
        GrubRun run =
                Scripts.configuration(BOOT).file("/k", "k").file("/i", "i").run();
        assertThat(run.boot()).isEqualTo(new GrubBoot.Linux("/k", "/k x", List.of("/i"), false));
    }

    @Test
    void filesThatGrubPacksIntoAnArchiveAreMeasuredAsTheyAre() {
        GrubRun run = Scripts.configuration(
                        "set timeout=0\nmenuentry a {\n linux /k x\n initrd newc://etc/site:/i /j\n}\n")
                .file("/k", "k")
                .file("/i", "i")
                .file("/j", "j")
                .run();
        assertThat(run.boot()).isEqualTo(new GrubBoot.Linux("/k", "/k x", List.of("/i", "/j"), true));
    }

    @Test
    void anInitrdThatIsMissingDoesNotKeepTheKernelFromBooting() {
        assertThat(Scripts.configuration(BOOT).file("/k", "k").run().boot())
                .isEqualTo(new GrubBoot.Linux("/k", "/k x", List.of(), false));
    }

    @Test
    void quotesInCommandLinesGetBackslashes() {
        assertThat(Scripts.configuration("set timeout=0\nmenuentry a {\n linux /k 'a \"b\"' \"it's\" c\\\\d\n}\n")
                        .file("/k", "k")
                        .run()
                        .boot())
                .isEqualTo(new GrubBoot.Linux("/k", "/k \"a \\\"b\\\"\" it\\'s c\\\\d", List.of(), false));
    }

    @Test
    void multibootMeasuresModulesCommandLines() {
        GrubRun run = Scripts.configuration(
                        "insmod multiboot2\nmultiboot2 /xen no-real-mode\nmodule2 --nounzip /k root=x\nboot\n")
                .build(GrubBuildProfile.UPSTREAM)
                .file("/xen", "x")
                .file("/k", "k")
                .run();
        assertThat(Cases.words(run))
                .contains("9 /xen\n8 kernel_cmdline: no-real-mode\n", "9 /k\n8 module_cmdline: root=x\n");
        assertThat(run.boot()).isEqualTo(new GrubBoot.Multiboot("/xen", "no-real-mode", List.of("/k")));
    }

    @Test
    void chainloaderStartsAnImage() {
        assertThat(Scripts.configuration("chainloader /EFI/x.efi a\nboot\n")
                        .file("/EFI/x.efi", "x")
                        .run()
                        .boot())
                .isEqualTo(new GrubBoot.Chainload("/EFI/x.efi", List.of("a")));
    }

    @Test
    void whatDependsOnTheMachineIsDoubted() {
        for (String command : List.of(
                "smbios --set m -t 1 -s 5",
                "cryptomount -a",
                "probe --set=x -u hd0,gpt1",
                "loopback l /x",
                "fwsetup --is-supported",
                "background_image *")) {
            assertThat(Scripts.configuration(command + "\n").run().doubt())
                    .as(command)
                    .isPresent();
        }
    }

    @Test
    void aFatFileSystemDoesNotTellCasesApart() {
        assertThat(Scripts.configuration("if [ -f /KERNEL ]; then echo yes; fi\n")
                        .file("/kernel", "k")
                        .devices(ESP)
                        .lines())
                .endsWith("echo yes");
    }

    @Test
    void a_configuration_of_the_node_by_its_address_can_not_be_known() {
        assertThat(Scripts.configuration("set timeout=0\nsource $prefix/grub.cfg-01-$net_default_mac\necho after\n")
                        .build(GrubBuildProfile.UPSTREAM)
                        .network()
                        .lines())
                .containsExactly(
                        "set timeout=0",
                        "source (tftp,10.0.0.1)/grub/grub.cfg-01-${net_default_mac}",
                        "? whether a node has its own file '(tftp,10.0.0.1)/grub/grub.cfg-01-${net_default_mac}'",
                        "echo after");
    }

    @Test
    void values_of_network_boot_that_nobody_gave_are_not_known_in_translated_texts_either() {
        assertThat(Scripts.configuration("echo $\"ip $net_default_hostname\"\n")
                        .build(GrubBuildProfile.UPSTREAM)
                        .network()
                        .lines())
                .containsExactly("? the value that network boot gives the variable 'net_default_hostname'", "echo ip ");
    }
}
