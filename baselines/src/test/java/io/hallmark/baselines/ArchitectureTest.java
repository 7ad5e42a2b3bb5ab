package io.hallmark.baselines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.hallmark.testsupport.ExceptionRules;

/** The second floor: documents and the baselines repository, on top of measured boot only. */
@AnalyzeClasses(packages = "io.hallmark.baselines", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule stands_on_measured_boot_and_the_libraries_it_is_for = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.hallmark.baselines..",
                    "io.hallmark.measuredboot..",
                    "java..",
                    "javax.net.ssl..",
                    "javax.security.auth.x500..",
                    "org.eclipse.jgit..",
                    "org.apache.sshd.common..",
                    "org.bouncycastle..",
                    "org.yaml.snakeyaml..",
                    "org.tukaani.xz..",
                    "io.airlift.compress..",
                    "org.apache.commons.compress.compressors.bzip2..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.hallmark.baselines.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule documents_know_neither_git_nor_network = noClasses()
            .that()
            .resideInAnyPackage("..baselines.document..", "..baselines.rollout..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jgit..", "java.net.http..", "..baselines.repository..")
            .because("a baseline is the same wherever it is kept");

    @ArchTest
    static final ArchRule git_is_spoken_in_two_packages = noClasses()
            .that()
            .resideOutsideOfPackages("..baselines.repository..", "..baselines.source..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jgit..");

    @ArchTest
    static final ArchRule predictions_have_pcr_7_from_the_walk = noClasses()
            .that()
            .doNotHaveSimpleName("KeyedPredictor")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("Predictor")
            .because(
                    "a plain prediction has the authorities of the reference log, which need not be those of the image");

    @ArchTest
    static final ArchRule public_methods_fail_in_one_way =
            ExceptionRules.publicMethodsDeclareOnly("java.io.IOException", BaselinesException.class.getName());

    @ArchTest
    static final ArchRule input_is_refused_in_one_way = ExceptionRules.onlyTheseAreMade(
            "io.hallmark.baselines",
            BaselinesException.class.getName(),
            "io.hallmark.measuredboot.MeasuredBootException",
            // What TLS asks of those who judge the certificate of a server.
            "java.security.cert.CertificateException");

    @ArchTest
    static final ArchRule no_static_field_can_be_set =
            fields().that().areStatic().should().beFinal().because("a run must not see what another one left");
}
