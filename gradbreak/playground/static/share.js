// The tests in the link's fragment, compressed; a server never sees a fragment.
const LONGEST = 8000;
const KEY = "#test=";

const through = async (bytes, stream) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

export const linkOf = async (text) => {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const code = btoa(String.fromCharCode(...packed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return code.length > LONGEST ? "" : `${location.pathname}${KEY}${code}`;
};

export const sharedText = async () => {
  if (!location.hash.startsWith(KEY)) return null;
  try {
    const code = location.hash.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/");
    const packed = Uint8Array.from(atob(code), (each) => each.charCodeAt(0));
    return new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw")));
  } catch {
    return null; // a link that was cut somewhere on its way
  }
};
