package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Account;
import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.FilePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The main context of nginx.conf.
 *
 * @param loadModule the njs module; null when nginx has it built in
 * @param user the workers' account; null: nginx's own default
 * @param pid the pid file
 * @param errorLog the error log
 * @param shutdownTimeout how long old workers may finish their requests after a reload
 * @param workerConnections connections per worker
 * @param openFiles {@code worker_rlimit_nofile}
 * @param mapHash fits all names
 * @param serverNamesBucket bytes that the longest host name needs ({@code
 *     server_names_hash_bucket_size})
 * @param temporary where nginx puts temporary files; null: its own default
 * @param includes the files of the {@code http} block
 */
public record MainContext(
    @Nullable FilePath loadModule,
    @Nullable Account user,
    FilePath pid,
    FilePath errorLog,
    Duration shutdownTimeout,
    int workerConnections,
    int openFiles,
    MapHash mapHash,
    int serverNamesBucket,
    @Nullable FilePath temporary,
    List<FilePath> includes) {
  public MainContext {
    includes = List.copyOf(includes);
  }

  /**
   * Sizes of the hash tables behind {@code map}; nginx takes them only before the first map.
   *
   * @param bucketSize bytes, a power of two
   * @param maxSize most buckets
   */
  public record MapHash(int bucketSize, int maxSize) {}
}
