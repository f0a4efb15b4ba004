package dev.vllmnginx.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the name of a file or a directory. The empty name, which a shell makes of a variable that
 * is not set, would be the working directory to Java.
 */
final class FileName implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    path(value);
    return value;
  }

  /** The same as a path. */
  static Path path(String value) {
    if (value.isEmpty()) {
      throw new TypeConversionException("a name of a file or a directory is not empty");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("not the name of a file: " + e.getReason());
    }
  }
}
