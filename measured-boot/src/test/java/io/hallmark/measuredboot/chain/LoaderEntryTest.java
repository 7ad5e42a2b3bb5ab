package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoaderEntryTest {
    @Test
    void initrds_come_before_the_options_with_backslashes() {
        LoaderEntry entry = LoaderEntry.parse(
                "title Cloud node\nlinux /vmlinuz\ninitrd /ucode.img\ninitrd /initrd.img\noptions console=ttyS0\noptions quiet\n");

        assertThat(entry.loadOptions()).isEqualTo("initrd=\\ucode.img initrd=\\initrd.img console=ttyS0 quiet");
    }

    @Test
    void comments_empty_lines_and_unknown_keys_do_not_matter() {
        LoaderEntry entry =
                LoaderEntry.parse("# made by hand\r\n\r\nversion\t6.1\r\nsort-key x\r\noptions\troot=/dev/sda1\r\n");

        assertThat(entry).isEqualTo(new LoaderEntry(List.of(), "root=/dev/sda1"));
        assertThat(entry.loadOptions()).isEqualTo("root=/dev/sda1");
    }

    @Test
    void an_entry_without_options_gives_an_empty_command_line() {
        assertThat(LoaderEntry.parse("linux /vmlinuz\n").loadOptions()).isEmpty();
    }
}
