package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The POM for Jenkins' own infrastructure, as far as it can be told without its repository. */
class HostedPomTest {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    @Test
    void it_needs_nothing_from_the_command_line() throws IOException {
        String pom = Files.readString(Path.of("pom-jenkins.xml"));
        List<String> used = PROPERTY.matcher(pom)
                .results()
                .map(match -> match.group(1))
                // Of Maven and of the parent.
                .filter(name -> !name.startsWith("project.") && !name.equals("scmTag"))
                .toList();
        assertThat(used)
                .contains("jenkins.baseline")
                .allSatisfy(name -> assertThat(pom).contains("<" + name + ">"));
    }
}
