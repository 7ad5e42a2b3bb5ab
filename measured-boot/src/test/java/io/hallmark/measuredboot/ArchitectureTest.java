package io.hallmark.measuredboot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.hallmark.testsupport.ExceptionRules;

/** The ground floor: nothing but the JDK, no network, and inside it one direction. */
@AnalyzeClasses(packages = "io.hallmark.measuredboot", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule needs_nothing_but_the_jdk_and_no_network = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.hallmark.measuredboot..",
                    "java.lang..",
                    "java.io..",
                    "java.nio..",
                    "java.util..",
                    "java.math..",
                    "java.time..",
                    "java.security..",
                    "javax.security.auth.x500..")
            .because("it is used inside verifiers, installers and Jenkins, which bring libraries of their own");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.hallmark.measuredboot.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule predictions_stand_on_chains_and_chains_on_what_was_read = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("prediction")
            .definedBy("..measuredboot.prediction..")
            .layer("chain")
            .definedBy("..measuredboot.chain..")
            .layer("verity")
            .definedBy("..measuredboot.verity..")
            .layer("files")
            .definedBy("..measuredboot.measure..", "..measuredboot.pe..")
            .layer("log")
            .definedBy("..measuredboot.eventlog..")
            .layer("words")
            .definedBy("..measuredboot.artifact..", "..measuredboot.digest..", "..measuredboot.io..")
            .whereLayer("prediction")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("chain")
            .mayOnlyBeAccessedByLayers("prediction")
            .whereLayer("verity")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("files")
            .mayOnlyBeAccessedByLayers("chain", "prediction", "verity")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("chain", "prediction");

    @ArchTest
    static final ArchRule public_methods_fail_in_one_way =
            ExceptionRules.publicMethodsDeclareOnly("java.io.IOException", MeasuredBootException.class.getName());

    @ArchTest
    static final ArchRule input_is_refused_in_one_way =
            ExceptionRules.onlyTheseAreMade("io.hallmark.measuredboot", MeasuredBootException.class.getName());

    @ArchTest
    static final ArchRule no_static_field_can_be_set =
            fields().that().areStatic().should().beFinal().because("equal inputs must give equal predictions");
}
