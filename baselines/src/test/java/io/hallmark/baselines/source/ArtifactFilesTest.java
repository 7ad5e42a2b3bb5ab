package io.hallmark.baselines.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFilesTest {
    private static final String KERNEL = "the kernel itself";
    private static final String OID = DownloadsTest.sha256(KERNEL);
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + OID + "\nsize " + KERNEL.length() + "\n";

    @TempDir
    Path home;

    Path root;
    TestServer server;

    @BeforeEach
    void makeRepository() throws IOException {
        server = new TestServer();
        root = Files.createDirectories(home.resolve("images"));
        Git.run(root, "init", "-q");
        write(root.resolve("boot/vmlinuz"), POINTER);
        write(root.resolve("boot/boot.ipxe"), "#!ipxe\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_plain_file_is_used_where_it_is() {
        LocalFile file = files().inRepository("boot/boot.ipxe");
        assertThat(file.path()).hasContent("#!ipxe\n");
        assertThat(file.origin()).isEqualTo("boot/boot.ipxe");
    }

    @Test
    void a_download_is_known_by_its_url_without_secrets() {
        server.serve("/initrd", KERNEL);
        LocalFile file = files().download(server.url("/initrd?token=s3cret").replace("//", "//ada:pw@"), OID);
        assertThat(file.path()).hasContent(KERNEL);
        assertThat(file.origin()).isEqualTo(server.url("/initrd"));
    }

    @Test
    void a_pointer_is_followed_to_the_repositorys_own_storage_also_from_a_linked_work_tree() throws IOException {
        write(stored(root.resolve(".git/lfs")), KERNEL);
        assertThat(files().inRepository("boot/vmlinuz"))
                .isEqualTo(new LocalFile(stored(root.toRealPath().resolve(".git/lfs")), "boot/vmlinuz"));
        Git.run(root, "add", "-A");
        Git.run(root, "commit", "-q", "-m", "Images");
        Git.run(root, "worktree", "add", "-q", home.resolve("linked").toString());
        ArtifactFiles linked =
                new ArtifactFiles(WorkingTree.open(home.resolve("linked")), new Downloads(home.resolve("cache")));
        assertThat(linked.inRepository("boot/vmlinuz").path()).hasContent(KERNEL);
    }

    @Test
    void a_damaged_object_in_the_storage_is_not_used() throws IOException {
        write(stored(root.resolve(".git/lfs")), KERNEL.replace('k', 'K'));
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("boot/vmlinuz is kept by Git LFS and not here: run 'git lfs pull'")
                .hasMessageContaining("the repository has no remote");
    }

    @Test
    void a_pointer_is_followed_to_a_remote_on_this_machine() throws IOException {
        Path remote = home.resolve("images.git");
        Git.run(home, "init", "-q", "--bare", remote.toString());
        Git.run(root, "remote", "add", "origin", remote.toString());
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz")).hasMessageContaining("has no LFS object");
        write(stored(remote.resolve("lfs")), KERNEL);
        assertThat(files().inRepository("boot/vmlinuz").path()).hasContent(KERNEL);
        Git.run(root, "remote", "set-url", "origin", "file://" + remote);
        assertThat(files().inRepository("boot/vmlinuz").path()).hasContent(KERNEL);
    }

    @Test
    void a_pointer_is_followed_through_the_batch_api_with_the_credentials_of_the_remote() throws IOException {
        Git.run(root, "remote", "add", "origin", server.url("/images").replace("//", "//ada:s3cret@"));
        server.serve(
                "/images.git/info/lfs/objects/batch",
                batch(server.url("/object").replace("/", "\\/")));
        server.serve("/object", KERNEL);
        LocalFile file = files().inRepository("boot/vmlinuz");
        assertThat(file.path())
                .hasContent(KERNEL)
                .isEqualTo(home.resolve("cache/sha256").resolve(OID));
        assertThat(server.requests)
                .containsExactly(
                        "POST /images.git/info/lfs/objects/batch as Basic YWRhOnMzY3JldA==",
                        "GET /object as RemoteAuth of-the-action");
        server.close();
        assertThat(files().inRepository("boot/vmlinuz").path()).isEqualTo(file.path());
    }

    @Test
    void the_lfs_server_may_be_named_in_lfsconfig_and_then_gets_no_credentials_of_another() throws IOException {
        Git.run(root, "remote", "add", "origin", "https://ada:s3cret@git.example.org/images");
        write(root.resolve(".lfsconfig"), "[lfs]\n\turl = " + server.url("/lfs/") + "\n");
        server.serve("/lfs/objects/batch", batch(server.url("/object")));
        server.serve("/object", KERNEL);
        assertThat(files().inRepository("boot/vmlinuz").path()).hasContent(KERNEL);
        assertThat(server.requests.get(0)).isEqualTo("POST /lfs/objects/batch");
    }

    @Test
    void what_an_lfs_server_gets_wrong_is_told_with_the_way_out() throws IOException {
        Git.run(root, "remote", "add", "origin", server.url("/images.git"));
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz"))
                .hasMessageContaining("git lfs pull")
                .hasMessageContaining("status 404");
        server.serve(
                "/images.git/info/lfs/objects/batch",
                "{\"objects\": [{\"oid\": \"" + OID
                        + "\", \"error\": {\"code\": 404, \"message\": \"Object does not exist\"}}]}");
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz")).hasMessageContaining("Object does not exist");
    }

    @Test
    void a_wrong_object_or_a_trick_of_an_lfs_server_is_refused() throws IOException {
        write(root.resolve(".lfsconfig"), "[lfs]\n\turl = " + server.url("/a") + "\n");
        server.serve("/a/objects/batch", batch(server.url("/other")));
        server.serve("/other", KERNEL.replace('k', 'K'));
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz"))
                .hasMessageContaining("has not the SHA-256 " + OID);
        write(root.resolve(".lfsconfig"), "[lfs]\n\turl = " + server.url("/b") + "\n");
        server.serve("/b/objects/batch", batch("file:///etc/passwd"));
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz")).hasMessageContaining("which is not followed");
        write(root.resolve(".lfsconfig"), "[lfs]\n\turl = " + server.url("/c") + "\n");
        server.serve("/c/objects/batch", "<html>");
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz")).hasMessageContaining("does not give the object");
        write(root.resolve(".lfsconfig"), "[lfs]\n\turl = " + server.url("/d") + "\n");
        server.serve("/d/objects/batch", "[".repeat(100_000));
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz")).hasMessageContaining("no JSON");
        write(root.resolve(".lfsconfig"), "[lfs]\n\turl = " + server.url("/e") + "\n");
        server.serve("/e/objects/batch", new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz")).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void a_broken_pointer_is_never_taken_for_the_artifact() throws IOException {
        write(root.resolve("boot/vmlinuz"), POINTER.replace("size", "length"));
        assertThatThrownBy(() -> files().inRepository("boot/vmlinuz"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("boot/vmlinuz: a Git LFS pointer that can't be followed");
    }

    private ArtifactFiles files() {
        return new ArtifactFiles(WorkingTree.open(root), new Downloads(home.resolve("cache")));
    }

    private static String batch(String href) {
        return "{\n\t\"transfer\": \"basic\",\n\t\"objects\": [{\"oid\": \"" + OID + "\", \"size\": " + KERNEL.length()
                + ", \"authenticated\": true, \"actions\": {\"download\": {\"href\": \"" + href
                + "\", \"header\": {\"Authorization\": \"RemoteAuth of-the-action\", \"Host\": \"ignored\"},"
                + " \"expires_in\": 60}}}]}";
    }

    private static Path stored(Path storage) {
        return storage.resolve("objects")
                .resolve(OID.substring(0, 2))
                .resolve(OID.substring(2, 4))
                .resolve(OID);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
