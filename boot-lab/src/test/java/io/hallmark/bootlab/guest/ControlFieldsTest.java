package io.hallmark.bootlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.bootlab.host.BootLabException;
import org.junit.jupiter.api.Test;

class ControlFieldsTest {
    private static final ControlFields PACKAGE = new ControlFields("""
            Package: linux-image-amd64
            Version: 6.1.192-2
            Depends: linux-image-6.1.0-56-amd64 (= 6.1.192-2), kmod | busybox, initramfs-tools (>= 0.120)
            Description: Linux for 64-bit PCs (meta-package)
            """);

    @Test
    void fields_and_dependencies_are_read() {
        assertThat(PACKAGE.field("Version")).isEqualTo("6.1.192-2");
        assertThat(PACKAGE.dependencies()).containsExactly("linux-image-6.1.0-56-amd64", "kmod", "initramfs-tools");
    }

    @Test
    void an_unknown_package_says_what_to_do() {
        assertThatThrownBy(() -> new ControlFields("").field("Version"))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("apt-get update");
    }
}
