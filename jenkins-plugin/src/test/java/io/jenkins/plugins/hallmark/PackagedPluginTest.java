package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Extension;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Jenkins finds when it opens the file that this module makes. */
@Tag("packaged")
class PackagedPluginTest {
    private static final Path HPI = Path.of("target", "hallmark.hpi");
    private static final String OWN = "WEB-INF/lib/hallmark.jar";

    /** Those that Jenkins and dependency plugins supply are not among them: the copy of the parent loader wins anyway. */
    private static final List<String> BUNDLED = List.of(
            "aircompressor",
            "baselines",
            "cbor",
            "hallmark",
            "measured-boot",
            "puppet-bridge",
            "verifier-bridge",
            "xz");

    private static final Map<String, byte[]> HPI_ENTRIES = new LinkedHashMap<>();
    private static final Map<String, byte[]> OWN_ENTRIES = new LinkedHashMap<>();

    @BeforeAll
    static void open() throws IOException {
        HPI_ENTRIES.putAll(entries(Files.readAllBytes(HPI)));
        OWN_ENTRIES.putAll(entries(HPI_ENTRIES.get(OWN)));
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static Attributes manifest(Map<String, byte[]> entries) throws IOException {
        return new Manifest(new ByteArrayInputStream(entries.get("META-INF/MANIFEST.MF"))).getMainAttributes();
    }

    @Test
    void begins_with_the_manifest() throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(HPI))) {
            ZipEntry entry = in.getNextEntry();
            while (entry.isDirectory()) {
                entry = in.getNextEntry();
            }
            assertThat(entry.getName()).isEqualTo("META-INF/MANIFEST.MF");
        }
    }

    @Test
    void tells_jenkins_what_it_is_and_what_it_needs() throws IOException {
        Attributes manifest = manifest(HPI_ENTRIES);

        assertThat(manifest.getValue("Short-Name")).isEqualTo("hallmark");
        assertThat(manifest.getValue("Long-Name")).isEqualTo("Hallmark");
        assertThat(manifest.getValue("Group-Id")).isEqualTo("io.jenkins.plugins");
        assertThat(manifest.getValue("Artifact-Id")).isEqualTo("hallmark");
        assertThat(manifest.getValue("Plugin-Version")).matches("[0-9].*").doesNotContain("$");
        assertThat(manifest.getValue("Jenkins-Version")).isEqualTo("2.541.3");
        assertThat(manifest.getValue("Hudson-Version")).isEqualTo("2.541.3");
        assertThat(manifest.getValue("Url")).startsWith("https://");
        assertThat(manifest.getValue("Plugin-License-Name")).isEqualTo("Apache-2.0");
        assertThat(manifest.getValue("Plugin-ScmConnection")).startsWith("scm:git:https://");
        assertThat(manifest.getValue("Plugin-Dependencies").split(","))
                .allMatch(each -> each.matches("[a-z-]+:[0-9][A-Za-z0-9._-]*"))
                .extracting(each -> each.substring(0, each.indexOf(':')))
                .containsExactly(
                        "bouncycastle-api",
                        "commons-compress-api",
                        "credentials",
                        "git-client",
                        "mina-sshd-api-common",
                        "plain-credentials",
                        "snakeyaml-api",
                        "ssh-credentials",
                        "workflow-step-api");
        assertThat(manifest.keySet())
                .extracting(Object::toString)
                .doesNotContain("Plugin-Class", "PluginFirstClassLoader", "Mask-Classes", "Minimum-Java-Version");
    }

    @Test
    void its_own_jar_has_the_same_manifest_so_that_the_class_filter_takes_it_for_a_plugin() throws IOException {
        assertThat(manifest(OWN_ENTRIES)).isEqualTo(manifest(HPI_ENTRIES));
    }

    @Test
    void the_class_filter_lets_objects_of_hallmarks_other_jars_through() throws IOException {
        for (String jar : List.of("baselines", "measured-boot", "puppet-bridge", "verifier-bridge")) {
            String entry = HPI_ENTRIES.keySet().stream()
                    .filter(name -> name.matches("WEB-INF/lib/" + jar + "-[0-9].*\\.jar"))
                    .findFirst()
                    .orElseThrow();
            assertThat(manifest(entries(HPI_ENTRIES.get(entry))).getValue("Jenkins-ClassFilter-Whitelisted"))
                    .as(entry)
                    .isEqualTo("true");
        }
    }

    @Test
    void bundles_what_nobody_else_supplies_and_nothing_more() {
        assertThat(HPI_ENTRIES.keySet().stream()
                        .filter(name -> name.startsWith("WEB-INF/lib/"))
                        .map(name -> name.replaceFirst("^WEB-INF/lib/", "").replaceFirst("(-[0-9].*)?\\.jar$", ""))
                        .sorted())
                .containsExactlyElementsOf(BUNDLED);
    }

    /** Who supplies what the bundled jars need beside each other and Java. */
    private static final List<String> SUPPLIED = List.of(
            "hudson", // Jenkins
            "jenkins",
            "org.kohsuke.stapler",
            "org.jenkinsci.Symbol",
            "org.jenkinsci.remoting",
            "org.jvnet.localizer",
            "net.sf.json",
            "org.springframework.security",
            "com.cloudbees.plugins.credentials", // credentials
            "com.cloudbees.jenkins.plugins.sshcredentials", // ssh-credentials
            "org.jenkinsci.plugins.plaincredentials", // plain-credentials
            "org.jenkinsci.plugins.workflow.steps", // workflow-step-api
            "org.eclipse.jgit", // git-client
            "org.apache.sshd.common", // mina-sshd-api-common
            "org.bouncycastle", // bouncycastle-api
            "org.yaml.snakeyaml", // snakeyaml-api
            "org.apache.commons.compress"); // commons-compress-api

    @Test
    void nothing_is_needed_that_neither_jenkins_nor_a_dependency_plugin_supplies(@TempDir Path folder)
            throws IOException {
        List<String> jars = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : HPI_ENTRIES.entrySet()) {
            if (entry.getKey().endsWith(".jar")) {
                Path jar = folder.resolve(Path.of(entry.getKey()).getFileName());
                jars.add(Files.write(jar, entry.getValue()).toString());
            }
        }
        List<String> arguments = new ArrayList<>(
                List.of("--missing-deps", "--multi-release", "17", "-cp", String.join(File.pathSeparator, jars)));
        arguments.addAll(jars);
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
        assertThat(out.toString().lines().filter(line -> line.matches("\\s.* -> .*not found")))
                .isNotEmpty()
                .allMatch(line -> SUPPLIED.stream()
                        .anyMatch(supplied ->
                                line.strip().split("\\s+->\\s+", 2)[1].startsWith(supplied) || optional(line)));
    }

    /** Parts of libraries that Hallmark does not call, for uses that it has not. */
    private static boolean optional(String line) {
        return line.strip().matches("io\\.airlift\\.compress\\..* -> org\\.apache\\.hadoop\\..*")
                || line.strip().matches("com\\.authlete\\.cwt\\..* -> com\\.google\\.gson\\..*");
    }

    @Test
    void no_class_lies_outside_of_a_jar_and_no_signature_inside_of_one() throws IOException {
        assertThat(HPI_ENTRIES.keySet()).noneMatch(name -> name.endsWith(".class"));
        for (Map.Entry<String, byte[]> jar : HPI_ENTRIES.entrySet()) {
            if (jar.getKey().endsWith(".jar")) {
                assertThat(entries(jar.getValue()).keySet())
                        .as(jar.getKey())
                        .noneMatch(name -> name.matches(
                                "(hudson|jenkins|org/kohsuke|org/jenkinsci|org/jvnet|com/cloudbees|net/java/sezpoz|net/sf/json"
                                        + "|org/springframework|io/hallmark/jenkins)/.*"));
            }
        }
    }

    @Test
    void every_extension_is_in_the_index_that_jenkins_reads(@TempDir Path folder) throws Exception {
        TreeSet<String> expected = new TreeSet<>();
        for (Class<?> type : ownClasses()) {
            if (type.isAnnotationPresent(Extension.class)) {
                expected.add(type.getName());
            }
        }
        Path jar = Files.write(folder.resolve("hallmark.jar"), HPI_ENTRIES.get(OWN));
        List<String> found = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, new IndexHidden(getClass().getClassLoader()))) {
            for (IndexItem<Extension, Object> item : Index.load(Extension.class, Object.class, loader)) {
                found.add(((Class<?>) item.element()).getName());
            }
        }
        assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The classes of the tests' own class path, but not the index that lies on it beside them. */
    private static final class IndexHidden extends ClassLoader {
        IndexHidden(ClassLoader parent) {
            super(parent);
        }

        @Override
        public java.util.Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/annotations/")
                    ? java.util.Collections.emptyEnumeration()
                    : super.getResources(name);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return name.startsWith("META-INF/annotations/") ? null : super.getResourceAsStream(name);
        }
    }

    @Test
    void every_symbol_is_in_the_index_that_pipelines_and_configuration_as_code_read() throws Exception {
        TreeSet<String> expected = new TreeSet<>();
        for (Class<?> type : ownClasses()) {
            if (type.isAnnotationPresent(org.jenkinsci.Symbol.class)) {
                expected.add(type.getName());
            }
        }
        String index = new String(
                OWN_ENTRIES.get("META-INF/services/annotations/org.jenkinsci.Symbol"), StandardCharsets.UTF_8);
        assertThat(index.lines()).isNotEmpty().containsExactlyElementsOf(expected);
    }

    @Test
    void the_manager_of_plugins_has_a_description_to_show() {
        assertThat(OWN_ENTRIES).containsKey("index.jelly");
    }

    @Test
    void names_the_licence_of_each_jar() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        NodeList dependencies = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(HPI_ENTRIES.get("WEB-INF/licenses.xml")))
                .getElementsByTagNameNS("licenses", "dependency");
        List<String> named = new ArrayList<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            Element licence = (Element)
                    dependency.getElementsByTagNameNS("licenses", "license").item(0);
            assertThat(licence.getAttribute("name")).isNotBlank();
            assertThat(licence.getAttribute("url")).startsWith("https://");
            String artifact = dependency.getAttribute("artifactId");
            named.add(artifact.equals("hallmark") ? artifact : artifact + "-" + dependency.getAttribute("version"));
        }
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(HPI_ENTRIES.keySet().stream()
                        .filter(name -> name.startsWith("WEB-INF/lib/"))
                        .map(name -> name.substring("WEB-INF/lib/".length(), name.length() - ".jar".length()))
                        .toList());
    }

    /** Also of the jars in it that are built here: what is the same in content is the same file, wherever and whenever it is built. */
    @Test
    void no_entry_tells_of_the_machine_that_built_it(@TempDir Path folder) throws IOException {
        entriesTellNothing(HPI);
        for (String jar : List.of("hallmark", "baselines", "measured-boot", "puppet-bridge", "verifier-bridge")) {
            String entry = HPI_ENTRIES.keySet().stream()
                    .filter(name -> name.matches("WEB-INF/lib/" + jar + "(-[0-9].*)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
            entriesTellNothing(Files.write(folder.resolve(jar + ".jar"), HPI_ENTRIES.get(entry)));
        }
    }

    private static void entriesTellNothing(Path zip) throws IOException {
        TreeSet<Instant> times = new TreeSet<>();
        try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
            for (ZipArchiveEntry entry : Collections.list(file.getEntries())) {
                times.add(entry.getLastModifiedTime().toInstant());
                assertThat(entry.getUnixMode() & 0777)
                        .as(zip + " " + entry.getName())
                        .isIn(0, entry.isDirectory() ? 0755 : 0644);
                assertThat(entry.getComment()).isNullOrEmpty();
            }
        }
        assertThat(times).as(zip.toString()).hasSize(1);
    }

    private static List<Class<?>> ownClasses() throws ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : OWN_ENTRIES.keySet()) {
            if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
                classes.add(Class.forName(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                        false,
                        PackagedPluginTest.class.getClassLoader()));
            }
        }
        return classes;
    }
}
