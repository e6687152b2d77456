import type { EnvHttpProxyAgent } from 'undici';
import { DatasetError } from '../support/errors.js';
import { shownAddress } from './address.js';

/*
 * Node's own fetch knows nothing of HTTPS_PROXY before Node 24, and asks to be told even then. undici is what Node's
 * fetch is made of; it is loaded only where a proxy is named.
 */

interface Proxies {
  readonly http: string | undefined;
  readonly https: string | undefined;
  readonly exceptions: string | undefined;
}

/** fetch, through the proxy that HTTPS_PROXY or HTTP_PROXY names, unless NO_PROXY excepts the host. */
export async function request(url: string, options: RequestInit): Promise<Response> {
  const proxies = proxiesOf(process.env);
  if (proxies.http === undefined && proxies.https === undefined) return fetch(url, options);
  const { fetch: proxiedFetch } = await import('undici');
  const dispatcher = await agentFor(proxies);
  return proxiedFetch(url, { ...options, dispatcher } as never) as unknown as Promise<Response>;
}

/** How a message about a broken connection to the address begins: with the proxy that stood in between. */
export function explainedConnection(url: string): string {
  const { http, https } = proxiesOf(process.env);
  const proxy = url.startsWith('https:') ? https : http;
  return proxy === undefined ? 'connection failed' : `connection failed (proxy ${shownAddress(proxy)})`;
}

/**
 * As curl reads them: the lower-case name first, and an address without a scheme is http. HTTP_PROXY serves https
 * addresses too where HTTPS_PROXY is not set.
 *
 * @throws DatasetError for an address that is none of an HTTP proxy
 */
function proxiesOf(environment: NodeJS.ProcessEnv): Proxies {
  const read = (name: string): string | undefined =>
    (environment[name.toLowerCase()] ?? environment[name])?.trim() || undefined;
  function proxy(name: string): string | undefined {
    const text = read(name);
    return text === undefined ? undefined : checked(text.includes('://') ? text : `http://${text}`, name);
  }
  const http = proxy('HTTP_PROXY');
  return { http, https: proxy('HTTPS_PROXY') ?? http, exceptions: read('NO_PROXY') };
}

function checked(address: string, name: string): string {
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  throw new DatasetError({
    where: name,
    expected: 'an address like http://host:port',
    received: shownAddress(address),
    remedy: 'Other kinds of proxies, SOCKS among them, are not supported.',
  });
}

let kept: { readonly key: string; readonly agent: EnvHttpProxyAgent } | undefined;

/** One agent for as long as the settings stay the same, so that connections are used again. */
async function agentFor({ http, https, exceptions }: Proxies): Promise<EnvHttpProxyAgent> {
  const key = JSON.stringify([http, https, exceptions]);
  if (kept?.key !== key) {
    const { EnvHttpProxyAgent } = await import('undici');
    void kept?.agent.close();
    kept = {
      key,
      agent: new EnvHttpProxyAgent({
        httpProxy: http ?? '',
        httpsProxy: https ?? '',
        noProxy: exceptions ?? '',
        proxyTunnel: false,
      }),
    };
  }
  return kept.agent;
}
