package io.hallmark.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A face is thin: it reads its input, calls one use case of the floors below and shows what comes back. */
@AnalyzeClasses(packages = "io.hallmark.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** The demo plays the people who commit and merge, so it alone uses Git. */
    @ArchTest
    static final ArchRule needs_the_floors_below_and_picocli_only = classes()
            .that()
            .resideOutsideOfPackage("io.hallmark.cli.demo..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.hallmark..", "java..", "picocli..")
            .because("Git, YAML and signatures are the business of the floors below");

    @ArchTest
    static final ArchRule predicts_as_proposals_do = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.hallmark.measuredboot.prediction.Predictor")
            .because("PCR 7 follows from the keys, which KeyedPredictor asks");

    @ArchTest
    static final ArchRule computes_no_digests =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.security.MessageDigest");
}
