package io.hallmark.puppetbridge.puppet;

import io.hallmark.testsupport.TestCertificates;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Puppet Server on this machine alone, with settings, certificates and environments of its own below a folder. It keeps
 * environments in its cache until it is told otherwise. To {@code client} it grants what Hallmark asks for.
 */
final class RunningPuppetServer implements AutoCloseable {
    private static final Path JAR = Path.of("/usr/share/puppetserver/puppetserver.jar");
    private static final long MINUTES = 10;

    private final Path folder;
    private final int port;
    private final Process server;

    private RunningPuppetServer(Path folder, TestCertificates certificates) throws IOException, InterruptedException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        write(certificates.folder());
        Path log = folder.resolve("server.log");
        server = new ProcessBuilder(List.of(
                        "java",
                        "-Xms256m",
                        "-Xmx768m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djruby.logger.class=com.puppetlabs.jruby_utils.jruby.Slf4jLogger",
                        "-Djruby.lib=/usr/share/jruby/lib",
                        "-jar",
                        JAR.toString(),
                        "--config",
                        folder.resolve("conf.d").toString(),
                        "--bootstrap-config",
                        folder.resolve("services.cfg").toString(),
                        "--restart-file",
                        folder.resolve("restart").toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        while (!Files.readString(log).contains("Puppet Server has successfully started")) {
            if (!server.isAlive() || System.nanoTime() > end) {
                close();
                throw new IllegalStateException("Puppet Server did not start: " + Files.readString(log));
            }
            Thread.sleep(200);
        }
    }

    static RunningPuppetServer start(Path folder, TestCertificates certificates)
            throws IOException, InterruptedException {
        Tools.require(Files.exists(JAR), "Puppet Server (Debian: puppetserver)");
        return new RunningPuppetServer(Files.createDirectories(folder), certificates);
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    /** Where environments are deployed to. */
    Path environments() {
        return folder.resolve("code/environments");
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("server.log"));
    }

    private void write(Path certificates) throws IOException {
        for (String each : List.of("conf.d", "confdir", "var", "run", "log", "gems", "code/environments")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.writeString(folder.resolve("confdir/puppet.conf"), """
                [main]
                certname = server
                basemodulepath = %s/code/modules:/usr/share/puppet/modules:/opt/puppetlabs/puppet/vendor_modules
                [server]
                environment_timeout = unlimited
                """.formatted(folder));
        Files.writeString(folder.resolve("conf.d/puppetserver.conf"), """
                jruby-puppet: {
                  ruby-load-path: [/usr/lib/puppetserver/ruby/vendor_ruby]
                  gem-home: "%1$s/gems"
                  gem-path: ["%1$s/gems", /usr/lib/puppetserver/vendored-jruby-gems]
                  server-conf-dir: "%1$s/confdir"
                  server-code-dir: "%1$s/code"
                  server-var-dir: "%1$s/var"
                  server-run-dir: "%1$s/run"
                  server-log-dir: "%1$s/log"
                  max-active-instances: 1
                }
                profiler: { enabled: false }
                """.formatted(folder));
        Files.writeString(folder.resolve("conf.d/webserver.conf"), """
                webserver: {
                  client-auth: want
                  ssl-host: "127.0.0.1"
                  ssl-port: %d
                  ssl-cert: "%2$s/server.pem"
                  ssl-key: "%2$s/server.key"
                  ssl-ca-cert: "%2$s/ca.pem"
                }
                """.formatted(port, certificates));
        Files.writeString(folder.resolve("conf.d/web-routes.conf"), """
                web-router-service: {
                  "puppetlabs.services.ca.certificate-authority-service/certificate-authority-service": "/puppet-ca"
                  "puppetlabs.services.master.master-service/master-service": "/puppet"
                  "puppetlabs.services.puppet-admin.puppet-admin-service/puppet-admin-service": "/puppet-admin-api"
                  "puppetlabs.trapperkeeper.services.status.status-service/status-service": "/status"
                }
                """);
        Files.writeString(folder.resolve("conf.d/global.conf"), """
                global: { logging-config: "%s/logback.xml" }
                metrics: { server-id: test }
                """.formatted(folder));
        Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%-5p [%c{2}] %m%n</pattern></encoder>
                  </appender>
                  <root level="info"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
        // As docs/puppet.md has it, and nothing else.
        Files.writeString(folder.resolve("conf.d/auth.conf"), """
                authorization: {
                  version: 1
                  rules: [
                    {
                      match-request: { path: "/puppet-admin-api/v1/environment-cache", type: path, method: delete }
                      allow: "client"
                      sort-order: 200
                      name: "Hallmark has environments read anew"
                    }
                    {
                      match-request: { path: "^/puppet/v4/catalog/?$", type: regex, method: post }
                      allow: "client"
                      sort-order: 200
                      name: "Hallmark asks what is served"
                    }
                  ]
                }
                """);
        Files.writeString(folder.resolve("services.cfg"), """
                puppetlabs.services.request-handler.request-handler-service/request-handler-service
                puppetlabs.services.jruby.jruby-puppet-service/jruby-puppet-pooled-service
                puppetlabs.services.jruby-pool-manager.jruby-pool-manager-service/jruby-pool-manager-service
                puppetlabs.services.puppet-profiler.puppet-profiler-service/puppet-profiler-service
                puppetlabs.trapperkeeper.services.webserver.jetty9-service/jetty9-service
                puppetlabs.trapperkeeper.services.webrouting.webrouting-service/webrouting-service
                puppetlabs.services.config.puppet-server-config-service/puppet-server-config-service
                puppetlabs.services.master.master-service/master-service
                puppetlabs.services.puppet-admin.puppet-admin-service/puppet-admin-service
                puppetlabs.trapperkeeper.services.authorization.authorization-service/authorization-service
                puppetlabs.services.versioned-code-service.versioned-code-service/versioned-code-service
                puppetlabs.trapperkeeper.services.scheduler.scheduler-service/scheduler-service
                puppetlabs.trapperkeeper.services.status.status-service/status-service
                puppetlabs.trapperkeeper.services.metrics.metrics-service/metrics-service
                puppetlabs.services.jruby.jruby-metrics-service/jruby-metrics-service
                puppetlabs.services.ca.certificate-authority-disabled-service/certificate-authority-disabled-service
                puppetlabs.trapperkeeper.services.watcher.filesystem-watch-service/filesystem-watch-service
                """);
    }

    @Override
    public void close() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        server.onExit().join();
    }
}
