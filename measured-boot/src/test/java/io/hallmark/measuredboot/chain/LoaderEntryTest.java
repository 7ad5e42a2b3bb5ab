package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderEntryTest {
    @Test
    void initrds_come_before_the_options_with_backslashes() {
        LoaderEntry entry = LoaderEntry.parse(
                "title Cloud node\nlinux /vmlinuz\ninitrd /ucode.img\ninitrd /initrd.img\noptions console=ttyS0\noptions quiet\n");

        assertThat(entry.loadOptions())
                .isEqualTo(CommandLine.of("initrd=\\ucode.img initrd=\\initrd.img console=ttyS0 quiet"));
    }

    @Test
    void comments_empty_lines_and_unknown_keys_do_not_matter() {
        LoaderEntry entry =
                LoaderEntry.parse("# made by hand\r\n\r\nversion\t6.1\r\nsort-key x\r\noptions\troot=/dev/sda1\r\n");

        assertThat(entry).isEqualTo(new LoaderEntry(List.of(), List.of("root=/dev/sda1")));
        assertThat(entry.loadOptions()).isEqualTo(CommandLine.of("root=/dev/sda1"));
    }

    @Test
    void an_entry_without_options_passes_none() {
        assertThat(LoaderEntry.parse("linux /vmlinuz\noptions  \n").loadOptions())
                .isEqualTo(CommandLine.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "\"console=ttyS0 quiet\", console=ttyS0 quiet",
                "\" quiet \", ~ quiet ~",
                "\"quiet, \"quiet",
                "quiet\", quiet\"",
                "a=\"b c\", a=\"b c\"",
                "\"a\" \"b\", ~a\" \"b~",
                "\"\", ~~",
                "\", ~~",
            })
    void quotes_at_both_ends_are_taken_off(String options, String passed) {
        assertThat(LoaderEntry.parse("options\t" + options + " \n").loadOptions())
                .isEqualTo(CommandLine.of(passed));
    }

    @Test
    void releases_differ_in_single_quotes_at_both_ends() {
        assertThat(LoaderEntry.parse("options 'quiet'").loadOptions().unknown()).isPresent();
        assertThat(LoaderEntry.parse("options a='b'").loadOptions()).isEqualTo(CommandLine.of("a='b'"));
    }

    @Test
    void quotes_are_those_of_one_line() {
        assertThat(LoaderEntry.parse("options 'a'\noptions b").loadOptions().unknown())
                .isPresent();
        assertThat(LoaderEntry.parse("options 'a\noptions b'").loadOptions()).isEqualTo(CommandLine.of("'a b'"));
    }

    @Test
    void an_initrd_is_passed_with_single_backslashes_and_from_the_root_only() {
        assertThat(LoaderEntry.parse("initrd //debian/\\initrd.img").loadOptions())
                .isEqualTo(CommandLine.of("initrd=\\debian\\initrd.img"));
        assertThat(LoaderEntry.parse("initrd debian/initrd.img").loadOptions().unknown())
                .isPresent();
    }

    @Test
    void lines_end_where_systemd_boot_ends_them_and_the_file_at_a_nul() {
        assertThat(LoaderEntry.parse("options a\u2028b\u000bc\rtitle x\0\noptions d")
                        .loadOptions())
                .isEqualTo(CommandLine.of("a\u2028b\u000bc"));
    }
}
