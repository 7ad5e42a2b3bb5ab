package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module by the tools that users check theirs with. */
class PuppetModuleTest {
    @TempDir
    Path folder;

    private Path module() throws IOException {
        return ControlRepository.write(folder, Roles.of(Roles.COMPUTE), Roles.of(Roles.CONTROLLER))
                .resolve("modules/node_hardening");
    }

    @Test
    void its_index_names_every_file() throws IOException, URISyntaxException {
        Path resources =
                Path.of(PuppetModule.class.getResource("node_hardening").toURI());
        try (Stream<Path> all = Files.walk(resources)) {
            List<String> there = all.filter(Files::isRegularFile)
                    .map(path -> resources.relativize(path).toString())
                    .filter(path -> !path.equals(PuppetModule.INDEX))
                    .map(path -> "node_hardening/" + path)
                    .sorted()
                    .toList();
            assertThat(PuppetModule.files().files().keySet()).containsExactlyElementsOf(there);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.COMPUTE, Roles.CONTROLLER})
    void its_tests_use_what_is_rendered(String role) {
        RenderedFiles rendered = new PuppetRendering().render(Roles.of(role), ControlRepository.ORIGIN);
        assertThat(text(rendered, PuppetRendering.path(role)))
                .isEqualTo(text(PuppetModule.files(), "node_hardening/spec/fixtures/" + PuppetRendering.path(role)));
    }

    private static String text(RenderedFiles files, String path) {
        return files.files().get(path).text();
    }

    @Test
    void puppet_parses_it() throws IOException {
        Tools.require("puppet");
        Answer answer = Programs.run(module(), List.of("puppet", "parser", "validate", "."));
        assertThat(answer).isEqualTo(new Answer(0, ""));
    }

    @Test
    void puppet_lint_has_nothing_to_say() throws IOException {
        Tools.require("puppet-lint");
        Answer answer = Programs.run(folder, List.of("puppet-lint", "--fail-on-warnings", module().toString()));
        assertThat(answer).isEqualTo(new Answer(0, ""));
    }

    @Test
    void its_metadata_are_sound() throws IOException {
        Tools.require("metadata-json-lint");
        Answer answer = Programs.run(module(), List.of("metadata-json-lint", "metadata.json"));
        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(answer.output()).doesNotContain("WARN");
    }

    @Test
    void catalogs_of_every_role_compile_and_its_own_tests_pass() throws IOException {
        Tools.require("puppet");
        Tools.require("rspec");
        Path spec = module();
        Answer answer = Programs.run(spec, List.of("rspec", "--no-color"));
        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(answer.output()).containsPattern("[1-9][0-9] examples, 0 failures");
    }

    @Test
    void its_readme_says_config_version_as_environments_get_it() {
        assertThat(text(PuppetModule.files(), "node_hardening/README.md"))
                .contains("\n    " + ControlFiles.CONFIG_VERSION + "\n");
    }

    @Test
    void a_broken_manifest_would_be_found() throws IOException {
        Tools.require("puppet");
        Path init = module().resolve("manifests/init.pp");
        Files.writeString(init, Files.readString(init, StandardCharsets.UTF_8) + "class {");
        assertThat(Programs.run(folder, List.of("puppet", "parser", "validate", init.toString()))
                        .exit())
                .isNotZero();
    }
}
