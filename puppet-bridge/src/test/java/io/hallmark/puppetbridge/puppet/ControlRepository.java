package io.hallmark.puppetbridge.puppet;

import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder as it is deployed from a control repository: the rendered data, the module, and what an operator adds. */
final class ControlRepository {
    static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef01234567");

    private ControlRepository() {}

    /** Writes the environment {@code production} below a folder. */
    static Path write(Path environments, HardeningProfile... profiles) throws IOException {
        Path environment = environments.resolve("production");
        for (HardeningProfile profile : profiles) {
            new PuppetRendering().render(profile, ORIGIN).writeTo(environment);
        }
        PuppetModule.files().writeTo(environment.resolve("modules"));
        Files.writeString(
                environment.resolve("environment.conf"),
                "modulepath = modules:$basemodulepath\n" + ControlFiles.CONFIG_VERSION + "\n");
        Files.writeString(environment.resolve("hiera.yaml"), """
                ---
                version: 5
                defaults: {datadir: data, data_hash: yaml_data}
                hierarchy:
                  - {name: secrets, path: secrets.yaml}
                  - {name: hardening, path: "hardening/%{facts.node_role}.yaml"}
                """);
        Files.writeString(environment.resolve("data/secrets.yaml"), """
                ---
                node_hardening::secrets: {grub_password: grub.pbkdf2.sha512.10000.0123.4567}
                """);
        return environment;
    }
}
