/** The discrete Fourier transform, for any length. */

export interface ComplexSeries {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Powers of two by halving, other lengths by Bluestein's detour over one that is; the series is not changed. */
export function fourierTransform({ real, imaginary }: ComplexSeries): ComplexSeries {
  const length = real.length;
  if (length <= 1) return { real: real.slice(), imaginary: imaginary.slice() };
  const copy = { real: real.slice(), imaginary: imaginary.slice() };
  if ((length & (length - 1)) === 0) {
    transformInPlace(copy);
    return copy;
  }
  return transformAnyLength(copy);
}

export function inverseFourierTransform({ real, imaginary }: ComplexSeries): ComplexSeries {
  const swapped = fourierTransform({ real: imaginary, imaginary: real });
  const scale = 1 / real.length;
  return {
    real: swapped.imaginary.map((value) => value * scale),
    imaginary: swapped.real.map((value) => value * scale),
  };
}

function transformInPlace({ real, imaginary }: ComplexSeries): void {
  const length = real.length;
  reorderByReversedBits(real, imaginary);
  for (let size = 2; size <= length; size *= 2) {
    const half = size / 2;
    const angle = (-2 * Math.PI) / size;
    for (let at = 0; at < half; at++) {
      const cosine = Math.cos(angle * at);
      const sine = Math.sin(angle * at);
      for (let even = at; even < length; even += size) {
        const odd = even + half;
        const re = real[odd] * cosine - imaginary[odd] * sine;
        const im = real[odd] * sine + imaginary[odd] * cosine;
        real[odd] = real[even] - re;
        imaginary[odd] = imaginary[even] - im;
        real[even] += re;
        imaginary[even] += im;
      }
    }
  }
}

function reorderByReversedBits(real: Float64Array, imaginary: Float64Array): void {
  const length = real.length;
  for (let at = 1, to = 0; at < length; at++) {
    let bit = length >> 1;
    for (; (to & bit) !== 0; bit >>= 1) to ^= bit;
    to ^= bit;
    if (at >= to) continue;
    [real[at], real[to]] = [real[to], real[at]];
    [imaginary[at], imaginary[to]] = [imaginary[to], imaginary[at]];
  }
}

/** Bluestein: the transform is a convolution with a chirp, and that goes by transforms of a power of two. */
function transformAnyLength({ real, imaginary }: ComplexSeries): ComplexSeries {
  const length = real.length;
  let size = 1;
  while (size < 2 * length) size *= 2;
  const chirp = chirpOf(length);
  const a = zeros(size);
  const b = zeros(size);
  for (let at = 0; at < length; at++) {
    const [cosine, sine] = [chirp.real[at], chirp.imaginary[at]];
    a.real[at] = real[at] * cosine + imaginary[at] * sine;
    a.imaginary[at] = imaginary[at] * cosine - real[at] * sine;
    b.real[at] = cosine;
    b.imaginary[at] = sine;
    if (at > 0) {
      b.real[size - at] = cosine;
      b.imaginary[size - at] = sine;
    }
  }
  const product = convolve(a, b);
  const result = zeros(length);
  for (let at = 0; at < length; at++) {
    const [cosine, sine] = [chirp.real[at], chirp.imaginary[at]];
    result.real[at] = product.real[at] * cosine + product.imaginary[at] * sine;
    result.imaginary[at] = product.imaginary[at] * cosine - product.real[at] * sine;
  }
  return result;
}

function chirpOf(length: number): ComplexSeries {
  const chirp = zeros(length);
  for (let at = 0; at < length; at++) {
    // The square is taken modulo 2n, so that the angle stays small and exact.
    const angle = (Math.PI * ((at * at) % (2 * length))) / length;
    chirp.real[at] = Math.cos(angle);
    chirp.imaginary[at] = Math.sin(angle);
  }
  return chirp;
}

function convolve(a: ComplexSeries, b: ComplexSeries): ComplexSeries {
  transformInPlace(a);
  transformInPlace(b);
  const product = zeros(a.real.length);
  for (let at = 0; at < a.real.length; at++) {
    product.real[at] = a.real[at] * b.real[at] - a.imaginary[at] * b.imaginary[at];
    product.imaginary[at] = a.real[at] * b.imaginary[at] + a.imaginary[at] * b.real[at];
  }
  return inverseFourierTransform(product);
}

function zeros(length: number): ComplexSeries {
  return { real: new Float64Array(length), imaginary: new Float64Array(length) };
}
