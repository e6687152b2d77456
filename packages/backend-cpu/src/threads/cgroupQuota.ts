/** The text of a file, or undefined where it cannot be read. */
export type ReadText = (path: string) => string | undefined;

const ROOT = '/sys/fs/cgroup';

/**
 * Processors' worth of time that the cgroup of this process grants, version 2 or 1; infinite where there is no limit.
 * Every group from its own up to the root of the mount may have a quota, and the least holds. Where the path is another
 * one inside of a container its groups cannot be read there, and the root is the container's own group.
 */
export function cgroupQuota(read: ReadText): number {
  const quotas = (read('/proc/self/cgroup') ?? '0::/').split('\n').flatMap((line) => {
    const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === '') return groupsOf(ROOT, path).map((group) => quotaOfVersion2(group, read));
    if (!controllers.split(',').includes('cpu')) return [];
    return [`${ROOT}/cpu`, `${ROOT}/${controllers}`]
      .flatMap((mount) => groupsOf(mount, path))
      .map((group) => quotaOfVersion1(group, read));
  });
  return Math.min(...quotas);
}

/** The folders of a group and of all above it, the mount's root included. */
function groupsOf(mount: string, path: string): string[] {
  const names = path.split('/').filter((name) => name !== '');
  return Array.from({ length: names.length + 1 }, (_, depth) => [mount, ...names.slice(0, depth)].join('/'));
}

function quotaOfVersion2(group: string, read: ReadText): number {
  const [quota, period] = (read(`${group}/cpu.max`) ?? '').split(/\s+/).map(Number);
  return share(quota, period);
}

function quotaOfVersion1(group: string, read: ReadText): number {
  const [quota, period] = ['quota', 'period'].map((name) => Number(read(`${group}/cpu.cfs_${name}_us`)));
  return share(quota, period);
}

/** No limit: the word `max` in version 2, −1 in version 1, and what cannot be read. */
function share(quota: number | undefined, period: number | undefined): number {
  const processors = (quota ?? 0) / (period ?? 0);
  return processors > 0 ? processors : Number.POSITIVE_INFINITY;
}
