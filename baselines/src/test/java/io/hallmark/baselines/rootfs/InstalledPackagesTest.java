package io.hallmark.baselines.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.Tool;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages of an image, beside what the package manager says of them. */
class InstalledPackagesTest {
    @TempDir
    Path folder;

    @Test
    void the_packages_of_dpkg_are_those_that_dpkg_query_lists() throws IOException {
        Tools.require("dpkg-query");
        Path status = Path.of("/var/lib/dpkg/status");
        Tools.require(Files.isReadable(status), "a system with dpkg");
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.copy(status, Files.createDirectories(root.resolve("var/lib/dpkg")).resolve("status"));

        byte[] listed = Tool.run(
                folder,
                new byte[0],
                "dpkg-query",
                "--admindir=" + root.resolve("var/lib/dpkg"),
                "-f",
                "${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\n",
                "-W");
        SortedSet<InstalledPackage> expected = new TreeSet<>();
        for (String line : new String(listed, StandardCharsets.UTF_8).split("\n")) {
            String[] fields = line.split("\t");
            if (fields[0].equals("installed")) {
                expected.add(new InstalledPackage(fields[1], fields[2], fields[3]));
            }
        }

        assertThat(expected).isNotEmpty();
        assertThat(packages(root)).isEqualTo(expected);
    }

    @Test
    void what_is_not_installed_any_more_is_left_out() throws IOException {
        write("var/lib/dpkg/status", """
                Package: here
                Status: install ok installed
                Architecture: amd64
                Version: 1:2.0-1
                Description: one
                 more: of it

                Package: gone
                Status: deinstall ok config-files
                Architecture: amd64
                Version: 1

                Package: half
                Status: install reinstreq half-installed
                Architecture: amd64
                Version: 1

                Package: purged
                Status: purge ok not-installed
                Architecture: all
                """);

        assertThat(packages(folder.resolve("root"))).containsExactly(new InstalledPackage("here", "1:2.0-1", "amd64"));
    }

    @Test
    void an_image_without_dpkg_has_a_file_for_each_package() throws IOException {
        write("var/lib/dpkg/status.d/base", "Package: base-files\nVersion: 12\nArchitecture: amd64\n");
        write("var/lib/dpkg/status.d/base.md5sums", "0123  etc/os-release\n");
        write("var/lib/dpkg/status.d/tz", "Package: tzdata\nVersion: 2024a\nArchitecture: all\n\n");

        assertThat(packages(folder.resolve("root")))
                .containsExactly(
                        new InstalledPackage("base-files", "12", "amd64"),
                        new InstalledPackage("tzdata", "2024a", "all"));
    }

    @Test
    void the_packages_of_rpm_are_those_that_were_installed() throws IOException {
        Tools.require("rpm");
        Tools.require("rpmbuild");
        Path spec = Files.writeString(folder.resolve("sample.spec"), """
                Name: sample
                Epoch: 3
                Version: 1.2
                Release: 4
                Summary: A sample
                License: none
                BuildArch: noarch
                %description
                Nothing.
                %files
                """);
        Tool.run(
                folder,
                new byte[0],
                "rpmbuild",
                "-bb",
                "--quiet",
                "--define",
                "_topdir " + folder.resolve("build"),
                spec.toString());
        Path root = Files.createDirectory(folder.resolve("root"));
        Tool.run(
                folder,
                new byte[0],
                "rpm",
                "--dbpath",
                root.resolve("var/lib/rpm").toString(),
                "-i",
                "--justdb",
                "--nodeps",
                folder.resolve("build/RPMS/noarch/sample-1.2-4.noarch.rpm").toString());

        assertThat(packages(root)).containsExactly(new InstalledPackage("sample", "3:1.2-4", "noarch"));
    }

    @Test
    void an_image_without_a_list_of_packages_and_a_damaged_one_are_refused() throws IOException {
        write("etc/hostname", "x");
        assertThatThrownBy(() -> packages(folder.resolve("root"))).hasMessageContaining("has no list of packages");

        write("var/lib/dpkg/status", "Package: a\nStatus: install ok installed\nbroken\n");
        assertThatThrownBy(() -> packages(folder.resolve("root")))
                .hasMessageContaining("/var/lib/dpkg/status:3: is no field");

        write("var/lib/dpkg/status", "Package: a\nStatus: install ok installed\nVersion: 1\n");
        assertThatThrownBy(() -> packages(folder.resolve("root")))
                .hasMessageContaining("a package without Architecture");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve("root").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static SortedSet<InstalledPackage> packages(Path root) {
        LocalPrograms programs = new LocalPrograms();
        try (RootWalk walk = RootWalk.over(root, InstalledPackages.question(), RootLimits.DEFAULT, programs)) {
            return InstalledPackages.of(walk.tree(), programs);
        }
    }
}
