package io.hallmark.puppetbridge.puppet;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A folder as it is deployed from a control repository: the rendered data, the module, and what an operator adds. */
final class ControlRepository {
    static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef01234567");

    private ControlRepository() {}

    /** Writes the environment {@code production} below a folder. */
    static Path write(Path environments, HardeningProfile... profiles) throws IOException {
        Path environment = environments.resolve("production");
        for (HardeningProfile profile : profiles) {
            write(environment, new PuppetRendering().render(profile, ORIGIN));
        }
        write(environment.resolve("modules"), PuppetModule.files());
        Files.writeString(environment.resolve("environment.conf"), """
                modulepath = modules:$basemodulepath
                config_version = 'modules/node_hardening/scripts/config_version.sh $environmentpath $environment'
                """);
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

    private static void write(Path folder, RenderedFiles rendered) throws IOException {
        for (Map.Entry<String, Content> file : rendered.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().bytes());
            if (PuppetModule.executable(file.getKey())) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
