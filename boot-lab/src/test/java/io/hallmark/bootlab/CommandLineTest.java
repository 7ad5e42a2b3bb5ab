package io.hallmark.bootlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.bootlab.RecordMain.Options;
import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.chain.Chains;
import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.DebianPackages;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.Workspace;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.bootlab.medium.Medium;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void options_have_usual_values() {
        assertThat(Options.parse(List.of("record", "uki", "--out", "x")))
                .isEqualTo(new Options("uki", Path.of("x"), "q35", 1024));
        assertThat(Options.parse(List.of("record", "uki", "--memory", "2048", "--machine", "pc", "--out", "x")))
                .isEqualTo(new Options("uki", Path.of("x"), "pc", 2048));
    }

    @Test
    void what_is_not_understood_is_answered_with_the_usage() {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("record", "uki"),
                List.of("record", "uki", "--out"),
                List.of("record", "uki", "--colour", "red"))) {
            assertThatThrownBy(() -> Options.parse(words))
                    .isInstanceOf(BootLabException.class)
                    .hasMessageContaining("usage: boot-lab");
        }
        assertThatThrownBy(() -> Options.parse(List.of("record", "uki", "--memory", "much")))
                .hasMessageContaining("'much'");
    }

    @Test
    void firmware_with_secure_boot_is_put_on_no_machine_that_it_does_not_start_on() {
        Medium disk = new Medium.Disk(Path.of("disk"));
        MachineSetup secure = MachineSetup.of(Firmware.MICROSOFT, disk);

        assertThatThrownBy(() -> secure.on("pc", 2048))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("q35 only")
                .hasMessageContaining("not on 'pc'")
                .hasMessageContaining("leave --machine out");
        assertThat(secure.on("pc-q35-7.2", 2048).memory()).isEqualTo(2048);
        assertThat(MachineSetup.of(Firmware.PLAIN, disk).on("pc", 2048).type()).isEqualTo("pc");
    }

    @Test
    void chains_are_chosen_by_name_or_by_set() {
        try (Workspace workspace = Workspace.create()) {
            List<ChainSpec> all = Chains.all(new BootFiles(new DebianPackages(workspace.folder("cache")), workspace));

            assertThat(new Selection("all").of(all)).isEqualTo(all);
            assertThat(new Selection("ci").of(all))
                    .extracting(ChainSpec::name)
                    .containsExactly("ipxe", "shim-grub-secure-boot", "uki", "uki-other-key");
            assertThat(new Selection("uki, ipxe").of(all))
                    .extracting(ChainSpec::name)
                    .containsExactly("ipxe", "uki");
            assertThatThrownBy(() -> new Selection("uki,nix").of(all))
                    .isInstanceOf(BootLabException.class)
                    .hasMessageContaining("sdboot-entry");
        }
    }
}
