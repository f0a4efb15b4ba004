package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.Generation;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Puts the commands together: each gets the console, and help that begins with examples and ends
 * with exit codes.
 */
final class CommandFactory implements IFactory {
  private static final List<String> HELP_SECTIONS =
      List.of(
          UsageMessageSpec.SECTION_KEY_HEADER,
          UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
          UsageMessageSpec.SECTION_KEY_FOOTER,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);

  /** In the order in which help lists them. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("init", InitCommand.class);
    COMMANDS.put("validate", ValidateCommand.class);
    COMMANDS.put("generate", GenerateCommand.class);
    COMMANDS.put("try", TryCommand.class);
    COMMANDS.put("diff", DiffCommand.class);
    COMMANDS.put("apply", ApplyCommand.class);
    COMMANDS.put("rollback", RollbackCommand.class);
    COMMANDS.put("history", HistoryCommand.class);
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("drain", DrainCommand.class);
    COMMANDS.put("undrain", UndrainCommand.class);
    COMMANDS.put("add-model", AddModelCommand.class);
    COMMANDS.put("remove-model", RemoveModelCommand.class);
    COMMANDS.put("list-models", ListModelsCommand.class);
    COMMANDS.put("key", KeyCommand.class);
    COMMANDS.put("graph", GraphCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("schema", SchemaCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
  }

  /** Those whose time is that of rendering. */
  private static final Set<Class<?>> RENDERING = Set.of(GenerateCommand.class, ApplyCommand.class);

  private final Console console;

  private CommandFactory(Console console) {
    this.console = console;
  }

  /**
   * The program as one command line needs it. Reading the options of all commands takes as long as
   * a small catalog, so where the first argument is a command, only that one is there.
   */
  static CommandLine create(Console console, List<String> args) {
    CommandFactory factory = new CommandFactory(console);
    CommandLine program = new CommandLine(RootCommand.class, factory);
    Class<?> only = args.isEmpty() ? null : COMMANDS.get(args.get(0));
    boolean help = args.contains("--help") || args.contains("-h");
    if (only != null && RENDERING.contains(only) && !help) {
      Generation.prepare();
    }
    (only == null ? COMMANDS.values() : List.of(only))
        .forEach(command -> program.addSubcommand(new CommandLine(command, factory)));
    program.registerConverter(Path.class, FileName::path);
    // An argument that begins with @ is a value like any other, not the name of a file to read.
    program.setExpandAtFiles(false);
    program.setOut(console.outWriter());
    program.setErr(console.errWriter());
    program.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF));
    program.setUsageHelpAutoWidth(false);
    program.setUsageHelpWidth(100);
    program.setParameterExceptionHandler((e, given) -> UsageReport.show(e, console));
    program.setExecutionExceptionHandler(
        (e, line, parsed) -> Main.failure(e, line, parsed, console));
    withHelp(program);
    return program;
  }

  private static void withHelp(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.sectionKeys(HELP_SECTIONS);
    usage.footerHeading("%nExamples:%n");
    usage.synopsisHeading("%nUsage: ");
    usage.descriptionHeading(usage.description().length == 0 ? "" : "%n");
    usage.parameterListHeading("%nArguments:%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(exitCodes());
    command.getSubcommands().values().forEach(CommandFactory::withHelp);
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.format("%3d", code.number()), code.description());
    }
    return codes;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (List.of(constructor.getParameterTypes()).equals(List.of(Console.class))) {
        return type.cast(constructor.newInstance(console));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
