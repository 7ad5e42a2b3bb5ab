package io.hallmark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.measure.Progress;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootFilesTest {
    @TempDir
    Path folder;

    @Test
    void those_of_debians_packages_are_real_ones_and_nothing_is_installed() throws IOException {
        Tools.require("apt-get");
        Tools.require("dpkg-deb");
        Path packages = Files.createDirectory(folder.resolve("packages"));

        Optional<BootFiles> found = BootFiles.ofDebian(packages);

        Tools.require(
                found.isPresent(), "Debian's packages of a kernel, iPXE and systemd-boot, which apt-get downloads");
        BootFiles files = found.orElseThrow();
        Product kernel = product(files.kernel());
        assertThat(kernel.name()).isEqualTo(Product.LINUX);
        assertThat(files.description())
                .startsWith("Debian's packages linux-image-" + kernel.version())
                .endsWith("downloaded and not installed");
        assertThat(product(files.ipxe()).name()).isEqualTo(Product.IPXE);
        assertThat(product(files.systemdBoot()).name()).isEqualTo(Product.SYSTEMD_BOOT);
        assertThat(facts(files.kernel()).pe().orElseThrow().signers())
                .as("the kernel is signed for Secure Boot")
                .isNotEmpty();
    }

    @Test
    void made_up_ones_are_told_apart_by_what_they_say_of_themselves() throws IOException {
        BootFiles files = BootFiles.madeUp();

        assertThat(files.description()).contains("made-up");
        assertThat(product(files.kernel())).isEqualTo(new Product(Product.LINUX, "6.1.0-sample"));
        assertThat(product(files.ipxe()).name()).isEqualTo(Product.IPXE);
        assertThat(product(files.systemdBoot())).isEqualTo(new Product(Product.SYSTEMD_BOOT, "257.13"));
    }

    private Product product(byte[] content) throws IOException {
        return facts(content).product().orElseThrow();
    }

    private FileFacts facts(byte[] content) throws IOException {
        return FileMeasurer.measure(Files.write(folder.resolve("file"), content), Progress.NONE);
    }
}
