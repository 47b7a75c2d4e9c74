// Numbers that travel as bytes.

/**
 * The numbers that Python sent as bytes. They are copied: a view may begin anywhere.
 * @template T
 * @param {DataView} view
 * @param {new (buffer: ArrayBuffer) => T} Kind
 */
export function numbers(view, Kind) {
  const { buffer, byteOffset, byteLength } = view;
  return new Kind(/** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength)));
}
