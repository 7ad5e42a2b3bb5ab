package io.hallmark.bootlab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.measuredboot.digest.Bank;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GuestReportTest {
    private static final String BEGIN = "BdsDxe: starting Boot0001\r\n\r\n@@begin\r\n@@tag a\r\n@@kernel 6.1.0\r\n"
            + "@@cmdline console=ttyS0 lab=a\r\n";

    @Test
    void a_report_is_found_among_what_else_stands_on_the_console() {
        String console = BEGIN + "@@pcr sha1 4 " + "AB".repeat(20) + "\r\n" + file("eventlog", "log")
                + file("efivar BootOrder-8be4df61", "order") + "@@end\r\nreboot: Power down\r\n";

        GuestReport report = GuestReport.find(console).orElseThrow();

        assertThat(report.tag()).isEqualTo("a");
        assertThat(report.kernel()).isEqualTo("6.1.0");
        assertThat(report.commandLine()).isEqualTo("console=ttyS0 lab=a");
        assertThat(report.pcrs().get(Bank.SHA1).get(4).hex()).isEqualTo("ab".repeat(20));
        assertThat(report.eventLog())
                .hasValueSatisfying(log -> assertThat(log).asString().isEqualTo("log"));
        assertThat(report.variables()).containsOnlyKeys("BootOrder-8be4df61");
    }

    @Test
    void a_file_longer_than_a_line_is_put_together() {
        String content = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(50);

        GuestReport report = GuestReport.find(BEGIN + file("eventlog", content) + "@@end\r\n")
                .orElseThrow();

        assertThat(report.eventLog())
                .hasValueSatisfying(log -> assertThat(log).asString().isEqualTo(content));
    }

    @Test
    void a_report_without_its_end_is_none() {
        assertThat(GuestReport.find(BEGIN + file("eventlog", "log"))).isEmpty();
        assertThat(GuestReport.find("BdsDxe: failed to load Boot0001: Access Denied\r\n"))
                .isEmpty();
    }

    @Test
    void a_damaged_report_is_refused() {
        assertThatThrownBy(() -> GuestReport.find(BEGIN + "[ 12.3] a kernel message\r\n@@end\r\n"))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("a kernel message");
        assertThatThrownBy(() ->
                        GuestReport.find(BEGIN + file("eventlog", "log").replace("@@file 3", "@@file 4") + "@@end\r\n"))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("3 bytes, not 4");
    }

    /** As the guest's script writes a file. */
    private static String file(String name, String content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "@@file " + content.length() + " " + name + "\r\n"
                + Base64.getMimeEncoder().encodeToString(packed.toByteArray()) + "\r\n";
    }
}
