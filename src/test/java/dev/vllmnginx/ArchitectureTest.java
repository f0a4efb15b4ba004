package dev.vllmnginx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Data flows one way: catalog.yaml, yaml, catalog, config, render, release, nginx. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.vllmnginx");

  @Test
  void stagesDependOnlyOnWhatTheyMayKnow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy("dev.vllmnginx.cli..")
        .layer("app")
        .definedBy("dev.vllmnginx.app..")
        .layer("edit")
        .definedBy("dev.vllmnginx.edit..")
        .layer("nginx")
        .definedBy("dev.vllmnginx.nginx..")
        .layer("release")
        .definedBy("dev.vllmnginx.release..")
        .layer("render")
        .definedBy("dev.vllmnginx.render..")
        .layer("config")
        .definedBy("dev.vllmnginx.config..")
        .layer("catalog")
        .definedBy("dev.vllmnginx.catalog..")
        .layer("yaml")
        .definedBy("dev.vllmnginx.yaml..")
        .layer("process")
        .definedBy("dev.vllmnginx.process..")
        .layer("standin")
        .definedBy("dev.vllmnginx.standin..")
        .layer("digest")
        .definedBy("dev.vllmnginx.digest..")
        .layer("diagnostics")
        .definedBy("dev.vllmnginx.diagnostics..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("app")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("edit")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("nginx")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("release")
        .mayOnlyBeAccessedByLayers("app", "cli")
        .whereLayer("render")
        .mayOnlyBeAccessedByLayers("app", "release", "nginx")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("app", "render")
        .whereLayer("catalog")
        .mayOnlyBeAccessedByLayers("app", "cli", "config", "edit")
        .whereLayer("yaml")
        .mayOnlyBeAccessedByLayers("app", "catalog", "edit")
        .whereLayer("process")
        .mayOnlyBeAccessedByLayers("app", "nginx")
        .whereLayer("standin")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("standin")
        .mayNotAccessAnyLayer()
        .whereLayer("digest")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.vllmnginx.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheYamlPackageSeesTheYamlLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vllmnginx.yaml..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson.dataformat..", "org.snakeyaml..")
        .check(CLASSES);
  }

  @Test
  void onlyRenderSeesFreeMarker() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vllmnginx.render..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("freemarker..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineSeesPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vllmnginx.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void onlyProcessStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vllmnginx.process..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Runtime.class)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineTouchesTheTerminalAndTheEnvironment() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vllmnginx.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(CLASSES);
  }
}
