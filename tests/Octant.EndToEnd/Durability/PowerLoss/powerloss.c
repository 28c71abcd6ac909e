/*
 * Loses what was not synced, as a power failure does.
 *
 * Loaded into a program with LD_PRELOAD, it watches the files directly under the folder POWERLOSS_FOLDER. Before a write or a
 * truncation changes bytes of such a file, the bytes as they are go to an undo record in the folder POWERLOSS_UNDO, one record
 * file per file and per time it was opened first. When the program syncs the file (fsync, fdatasync), everything
 * written to it before is safe and the record is emptied. After kill -9, the same source, compiled with -DUNDO, plays the records
 * backwards: what is left is what had been synced.
 *
 * It stands in for the worst disk there can be: none of the unsynced bytes arrived. Names of files (creation, renaming,
 * removal) are taken to be durable at once; files ending in -shm are left alone, because SQLite maps them and builds them anew.
 * One lock covers all: it is for tests, not for speed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* Ahead of each piece of old content: where it stood, how long it is, and how long the file was. */
struct piece {
    int64_t offset;
    int64_t length;
    int64_t file_length;
};

#ifdef UNDO

/* undo FOLDER UNDO: gives every file of FOLDER with a record in UNDO its synced content back. Prints how many pieces it undid. */
static long undo_file(const char *path, const char *record) {
    int file = open(path, O_RDWR), log = open(record, O_RDONLY);
    long pieces = 0, room = 0;
    int64_t *places = NULL, at = 0;
    struct piece piece;
    if (log < 0) { perror(record); exit(1); }
    /* A piece that kill -9 cut off belongs to a write that never began. */
    int64_t end = lseek(log, 0, SEEK_END);
    while (pread(log, &piece, sizeof piece, at) == sizeof piece && at + (int64_t)sizeof piece + piece.length <= end) {
        if (pieces == room) {
            room = room ? room * 2 : 1024;
            places = realloc(places, room * sizeof *places);
        }
        places[pieces++] = at;
        at += sizeof piece + piece.length;
    }
    if (file >= 0) {
        for (long i = pieces - 1; i >= 0; i--) {
            char *bytes;
            if (pread(log, &piece, sizeof piece, places[i]) != sizeof piece) { perror(record); exit(1); }
            bytes = malloc(piece.length + 1);
            if (pread(log, bytes, piece.length, places[i] + sizeof piece) != piece.length
                || pwrite(file, bytes, piece.length, piece.offset) != piece.length
                || ftruncate(file, piece.file_length) != 0) { perror(path); exit(1); }
            free(bytes);
        }
        close(file);
    }
    close(log);
    free(places);
    if (truncate(record, 0) != 0) { perror(record); exit(1); }
    return pieces;
}

int main(int count, char **arguments) {
    long pieces = 0;
    if (count != 3) { fprintf(stderr, "usage: undo FOLDER UNDO\n"); return 2; }
    DIR *folder = opendir(arguments[2]);
    if (!folder) { perror(arguments[2]); return 1; }
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[PATH_MAX], record[PATH_MAX];
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", arguments[1], entry->d_name);
        snprintf(record, sizeof record, "%s/%s", arguments[2], entry->d_name);
        pieces += undo_file(path, record);
    }
    printf("%ld\n", pieces);
    return 0;
}

#else

#define MOST_FILES 65536

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* By descriptor of the program: 1 + descriptor of the undo record; 0 for files that are not watched. */
static int records[MOST_FILES];

static int (*next_open)(const char *, int, ...);
static int (*next_openat)(int, const char *, int, ...);
static int (*next_close)(int);
static ssize_t (*next_write)(int, const void *, size_t);
static ssize_t (*next_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*next_writev)(int, const struct iovec *, int);
static ssize_t (*next_pwritev)(int, const struct iovec *, int, off_t);
static int (*next_ftruncate)(int, off_t);
static int (*next_fallocate)(int, int, off_t, off_t);
static int (*next_fsync)(int);
static int (*next_fdatasync)(int);
static int (*next_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
    next_open = dlsym(RTLD_NEXT, "open");
    next_openat = dlsym(RTLD_NEXT, "openat");
    next_close = dlsym(RTLD_NEXT, "close");
    next_write = dlsym(RTLD_NEXT, "write");
    next_pwrite = dlsym(RTLD_NEXT, "pwrite");
    next_writev = dlsym(RTLD_NEXT, "writev");
    next_pwritev = dlsym(RTLD_NEXT, "pwritev");
    next_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    next_fallocate = dlsym(RTLD_NEXT, "fallocate");
    next_fsync = dlsym(RTLD_NEXT, "fsync");
    next_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    next_unlink = dlsym(RTLD_NEXT, "unlink");
}

static void give_up(const char *what) {
    perror(what);
    abort();
}

/* The name of a watched file, within its folder; null for others. */
static const char *watched(const char *path) {
    const char *folder = getenv("POWERLOSS_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    if (!length || strncmp(path, folder, length) != 0 || path[length] != '/') return NULL;
    const char *name = path + length + 1;
    size_t size = strlen(name);
    if (!size || strchr(name, '/') || (size > 4 && strcmp(name + size - 4, "-shm") == 0)) return NULL;
    return name;
}

static void record_path(char *record, const char *name) {
    snprintf(record, PATH_MAX, "%s/%s", getenv("POWERLOSS_UNDO"), name);
}

/* Called with the descriptor just opened. Content cut off by O_TRUNC is not kept: nobody opens a database so. */
static int opened(int file, const char *path) {
    const char *name = file >= 0 && file < MOST_FILES ? watched(path) : NULL;
    if (!name) return file;
    char record[PATH_MAX];
    record_path(record, name);
    int log = next_open(record, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) give_up(record);
    pthread_mutex_lock(&lock);
    records[file] = log + 1;
    pthread_mutex_unlock(&lock);
    return file;
}

/* Keeps the bytes of a range as they are, before they change. With the lock held. */
static void keep(int file, off_t offset, off_t length) {
    struct stat now;
    if (fstat(file, &now) != 0) give_up("fstat");
    struct piece piece = { offset, 0, now.st_size };
    if (offset < now.st_size) piece.length = now.st_size - offset < length ? now.st_size - offset : length;
    char *bytes = malloc(sizeof piece + piece.length);
    memcpy(bytes, &piece, sizeof piece);
    /* The descriptor may be for writing only; the file is then read by its name. */
    if (piece.length) {
        char name[64];
        snprintf(name, sizeof name, "/proc/self/fd/%d", file);
        int reader = next_open(name, O_RDONLY | O_CLOEXEC);
        if (reader < 0 || pread(reader, bytes + sizeof piece, piece.length, offset) != piece.length) give_up("pread");
        next_close(reader);
    }
    if (next_write(records[file] - 1, bytes, sizeof piece + piece.length) != (ssize_t)sizeof piece + piece.length) give_up("undo record");
    free(bytes);
}

static int is_watched(int file) { return file >= 0 && file < MOST_FILES && records[file] != 0; }

static off_t place(int file) {
    int flags = fcntl(file, F_GETFL);
    return lseek(file, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
}

#define WATCHED(result_type, call, offset, length)   \
    if (!is_watched(file)) return call;              \
    pthread_mutex_lock(&lock);                       \
    keep(file, offset, length);                      \
    result_type result = call;                       \
    int error = errno;                               \
    pthread_mutex_unlock(&lock);                     \
    errno = error;                                   \
    return result;

static off_t total(const struct iovec *parts, int count) {
    off_t sum = 0;
    for (int i = 0; i < count; i++) sum += parts[i].iov_len;
    return sum;
}

static int mode_of(int flags, va_list rest) { return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, int) : 0; }

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = mode_of(flags, rest);
    va_end(rest);
    return opened(next_open(path, flags, mode), path);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = mode_of(flags, rest);
    va_end(rest);
    return opened(next_open(path, flags | O_LARGEFILE, mode), path);
}

int openat(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = mode_of(flags, rest);
    va_end(rest);
    return opened(next_openat(folder, path, flags, mode), path);
}

int openat64(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = mode_of(flags, rest);
    va_end(rest);
    return opened(next_openat(folder, path, flags | O_LARGEFILE, mode), path);
}

int close(int file) {
    if (is_watched(file)) {
        pthread_mutex_lock(&lock);
        next_close(records[file] - 1);
        records[file] = 0;
        pthread_mutex_unlock(&lock);
    }
    return next_close(file);
}

ssize_t write(int file, const void *bytes, size_t length) {
    WATCHED(ssize_t, next_write(file, bytes, length), place(file), length)
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
    WATCHED(ssize_t, next_pwrite(file, bytes, length, offset), offset, length)
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t offset) {
    WATCHED(ssize_t, next_pwrite(file, bytes, length, offset), offset, length)
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    WATCHED(ssize_t, next_writev(file, parts, count), place(file), total(parts, count))
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
    WATCHED(ssize_t, next_pwritev(file, parts, count, offset), offset, total(parts, count))
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off_t offset) {
    WATCHED(ssize_t, next_pwritev(file, parts, count, offset), offset, total(parts, count))
}

int ftruncate(int file, off_t length) {
    WATCHED(int, next_ftruncate(file, length), length, LLONG_MAX)
}

int ftruncate64(int file, off_t length) {
    WATCHED(int, next_ftruncate(file, length), length, LLONG_MAX)
}

int fallocate(int file, int mode, off_t offset, off_t length) {
    WATCHED(int, next_fallocate(file, mode, offset, length), offset, length)
}

int fallocate64(int file, int mode, off_t offset, off_t length) {
    WATCHED(int, next_fallocate(file, mode, offset, length), offset, length)
}

/* The lock covers sync and emptying: nothing is written between that the record would then lack. */
static int synced(int file, int (*sync)(int)) {
    if (!is_watched(file)) return sync(file);
    pthread_mutex_lock(&lock);
    int result = sync(file);
    int error = errno;
    if (result == 0 && next_ftruncate(records[file] - 1, 0) != 0) give_up("undo record");
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int fsync(int file) { return synced(file, next_fsync); }

int fdatasync(int file) { return synced(file, next_fdatasync); }

/* A removed file takes its record along, so that a new one of the same name starts afresh. */
int unlink(const char *path) {
    const char *name = watched(path);
    int result = next_unlink(path);
    if (result == 0 && name) {
        char record[PATH_MAX];
        record_path(record, name);
        if (truncate(record, 0) != 0 && errno != ENOENT) give_up(record);
    }
    return result;
}

#endif
