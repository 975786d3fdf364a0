import { pythonSound } from './sound/python.ts'

/** Shared functions of the generated Python by name, in output order. */
export const functions: Readonly<Record<string, string>> = {
  ...pythonSound.functions,
  picture: `def picture(path, mode):
    """[height, width, channels], 0...255, upright by EXIF. Pillow decodes JPEG as browsers do."""
    image = ImageOps.exif_transpose(Image.open(path))
    return np.asarray(image.convert(mode), dtype=np.float32)`,
  composite: `def composite(pixels, background):
    """Composites RGBA over one background colour."""
    opacity = pixels[..., 3:] / 255
    return np.round(pixels[..., :3] * opacity + np.asarray(background, np.float32) * (1 - opacity))`,
  resize: `def resize(x, height, width, method="bilinear", antialias=False):
    return tf.image.resize(x, [height, width], method=method, antialias=antialias).numpy().astype(np.float32)`,
  centre_crop: `def half_up(value):
    return int(np.floor(value + 0.5))


def centre_crop(x, height, width):
    """The largest part in the middle with the proportions of width to height."""
    h, w = x.shape[:2]
    factor = min(w / width, h / height)
    crop_height = max(1, min(h, half_up(height * factor)))
    crop_width = max(1, min(w, half_up(width * factor)))
    top, left = (h - crop_height) // 2, (w - crop_width) // 2
    return x[top:top + crop_height, left:left + crop_width]`,
  fit: `def fit(x, height, width, border, **how):
    """Scales without distortion and fills the rest with an even border."""
    h, w = x.shape[:2]
    factor = min(width / w, height / h)
    inner_height = max(1, min(height, int(np.floor(h * factor + 0.5))))
    inner_width = max(1, min(width, int(np.floor(w * factor + 0.5))))
    top, left = (height - inner_height) // 2, (width - inner_width) // 2
    out = np.full((height, width, x.shape[2]), border, dtype=np.float32)
    out[top:top + inner_height, left:left + inner_width] = resize(x, inner_height, inner_width, **how)
    return out`,
  grey: `def grey(x):
    """As tf.image.rgb_to_grayscale; a picture that is grey already keeps its values."""
    r, g, b = x[..., 0:1], x[..., 1:2], x[..., 2:3]
    return np.where((r == g) & (g == b), r, 0.2989 * r + 0.587 * g + 0.114 * b).astype(np.float32)`,
  read_json: `def read_json(content, member):
    """What a JSON file holds for this input: nested lists, or flat ones with a shape."""
    found = content
    if member:
        found = next((one for one in content.get("outputs", []) if one.get("name") == member), content.get(member))
    if isinstance(found, dict):
        return np.asarray(found.get("data", found.get("values"))).reshape(found["shape"])
    return np.asarray(found)`,
  table_of: `def table_of(content):
    """Rows of a JSON file: records, columns, or as pandas writes them (split, table, columns, index)."""
    if not isinstance(content, dict):
        return pd.DataFrame(content)
    if "columns" in content and "data" in content:
        return pd.DataFrame(content["data"], columns=content["columns"])
    if "schema" in content and "data" in content:
        return pd.DataFrame(content["data"]).drop(columns=content["schema"].get("primaryKey", []))
    if all(isinstance(value, dict) for value in content.values()):
        table = pd.DataFrame(content)
        numbered = [all(str(name).isdigit() for name in names) for names in (table.columns, table.index)]
        return table.T if numbered == [True, False] else table
    return pd.DataFrame(content if any(isinstance(value, list) for value in content.values()) else [content])`,
  encode: `def encode(column, order):
    """Text categories as 0...n-1: in the given order when it names them all, else sorted."""
    cells = column.fillna("").astype(str).str.strip()
    distinct = sorted(set(cells) - {""})
    categories = order if all(cell in order for cell in distinct) else distinct
    return cells.map({name: i for i, name in enumerate(categories)}).astype(np.float64)`,
  one_hot: `def one_hot(column, order):
    """One column of 0 and 1 per category: in the given order when it names them all, else sorted."""
    cells = column.fillna("").astype(str).str.strip()
    distinct = sorted(set(cells) - {""})
    categories = order if all(cell in order for cell in distinct) else distinct
    return np.stack([(cells == category).to_numpy(dtype=np.float64) for category in categories], axis=-1)`,
  standardise: `def standardise(x, columns):
    """(x - centre) / spread for each column; a column that never varies is only centred."""
    centre, spread = np.asarray(columns, dtype=np.float64).T
    return (x - centre) / np.where(spread == 0, 1, spread)`,
  measured: `def measured(x, method):
    """Centre and spread of each column of this file."""
    flat = np.asarray(x, dtype=np.float64).reshape(-1, x.shape[-1])
    if method == "min-max":
        least, most = np.nanmin(flat, axis=0), np.nanmax(flat, axis=0)
        return list(zip(least, most - least))
    return list(zip(np.nanmean(flat, axis=0), np.nanstd(flat, axis=0)))`,
  numbers_in: `def numbers_in(text):
    """Numbers separated by commas, semicolons, blanks or new lines; lines with equally many make a matrix."""
    rows = [re.split(r"[\\s,;\\[\\]]+", line.strip(" \\t,;[]")) for line in text.splitlines()]
    rows = [[float(part) for part in row if part] for row in rows if any(row)]
    matrix = len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1
    return np.asarray(rows if matrix else [value for row in rows for value in row], dtype=np.float64)`,
  random_numbers: `def random_numbers(seed, count):
    """The numbers of Glassbox's random fill: a Weyl sequence through the finaliser of MurmurHash3."""
    x = (np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B9)) & np.uint64(0xFFFFFFFF)
    x = ((x ^ (x >> np.uint64(16))) * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    x = ((x ^ (x >> np.uint64(13))) * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
    return (x ^ (x >> np.uint64(16))) / 2**32`,
}
