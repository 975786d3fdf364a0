"""Small pictures in the formats that browsers do not decode, and the values that other programs read from them.

    python scripts/references/input_pictures.py src/inputs/formats/fixtures/pictures.json

Each entry has the file (base64), and its pixels as the page prepares them: RGBA, 0...255, row by row. Made with NumPy 2.4,
imagecodecs 2026.3 (PNG), tifffile 2026.3 and Pillow 12.3 (TIFF), pydicom 3.0 (DICOM).
"""
import base64, io, json, struct, sys, warnings, zlib
import imagecodecs, numpy as np, pydicom, tifffile
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders import RLELosslessEncoder
from pydicom.pixels import apply_modality_lut, apply_voi_lut, convert_color_space

warnings.simplefilter('ignore')
rng = np.random.default_rng(5)
H, W = 5, 7
entries = {}


def rgba(x, alpha=255.0):
    """[height, width], [height, width, 1...4] in 0...255 as RGBA."""
    x = np.asarray(x, np.float64)
    x = x[..., None] if x.ndim == 2 else x
    colour = np.repeat(x[..., :1], 3, -1) if x.shape[-1] < 3 else x[..., :3]
    a = x[..., -1:] if x.shape[-1] in (2, 4) else np.broadcast_to(alpha, x.shape[:2])[..., None]
    return np.concatenate([colour, a], -1)


def add(name, file, pixels):
    entries[name] = {'file': base64.b64encode(file).decode(), 'width': pixels.shape[1], 'height': pixels.shape[0],
                     'rgba': [float(f'{v:.7g}') for v in np.asarray(pixels).ravel()]}


def ints(shape, high, low=0, dtype='u2'):
    return rng.integers(low, high, shape, dtype=np.int64).astype(dtype)


# PNG of 16 bits: libpng writes and reads it; the interlaced one is written here and read by libpng.
for kind, samples in (('grey', 1), ('grey-alpha', 2), ('rgb', 3), ('rgba', 4)):
    x = ints((H, W, samples), 65536)
    file = imagecodecs.png_encode(x.squeeze())
    assert np.array_equal(imagecodecs.png_decode(file).reshape(x.shape), x)
    add(f'png {kind}', file, rgba(x / 257))


def chunk(kind, content):
    return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))


def png(x, passes, filters, extra=b''):
    height, width, samples = x.shape
    colour = {1: 0, 3: 2}[samples]
    head = struct.pack('>IIBBBBB', width, height, 16, colour, 0, 0, len(passes) > 1)
    raw = b''
    for px, py, dx, dy in passes:
        part = x[py::dy, px::dx]
        if part.size == 0:
            continue
        before = np.zeros(part.shape[1] * samples * 2, np.int64)
        for row, pixels in enumerate(part):
            now = np.frombuffer(pixels.astype('>u2').tobytes(), 'u1').astype(np.int64)
            step = samples * 2
            left = np.concatenate([np.zeros(step, np.int64), now[:-step]])
            corner = np.concatenate([np.zeros(step, np.int64), before[:-step]])
            kind = filters[row % len(filters)]
            p = left + before - corner
            near = np.stack([abs(p - left), abs(p - before), abs(p - corner)]).argmin(0)
            predicted = [0 * now, left, before, (left + before) // 2, np.choose(near, [left, before, corner])][kind]
            raw += bytes([kind]) + ((now - predicted) % 256).astype('u1').tobytes()
            before = now
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + extra + chunk(b'IDAT', zlib.compress(raw)) + chunk(b'IEND', b''))


whole = [(0, 0, 1, 1)]
adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
x = ints((H, W, 3), 65536)
for name, file in (('interlaced', png(x, adam7, [4, 3, 2, 1, 0])), ('filters', png(x, whole, [1, 2, 3, 4, 0]))):
    assert np.array_equal(imagecodecs.png_decode(file), x), name
    add(f'png {name}', file, rgba(x / 257))
x = ints((H, W, 1), 65536)
x[1, 2] = x[3, 4] = 4660
file = png(x, whole, [0], chunk(b'tRNS', struct.pack('>H', 4660)))
add('png transparent value', file, rgba(x / 257, np.where(x[..., 0] == 4660, 0, 255)))


# TIFF
def tiff(name, x, pixels, **how):
    out = io.BytesIO()
    tifffile.imwrite(out, x, **how)
    assert np.array_equal(tifffile.imread(io.BytesIO(out.getvalue())), x), name
    add(f'tiff {name}', out.getvalue(), pixels)


rgb = ints((H, W, 3), 256, dtype='u1')
for codec in (None, 'lzw', 'deflate', 'packbits', 'zstd'):
    tiff(f'rgb {codec}', rgb, rgba(rgb), photometric='rgb', compression=codec)
tiff('rgb predictor', rgb, rgba(rgb), photometric='rgb', compression='deflate', predictor=True)
tiff('rgb planes', np.moveaxis(rgb, -1, 0), rgba(rgb), photometric='rgb', planarconfig='separate')
alpha = ints((H, W, 4), 256, dtype='u1')
tiff('rgba', alpha, rgba(alpha), photometric='rgb', extrasamples=['unassalpha'])
deep = ints((H, W), 65536)
tiff('grey 16', deep, rgba(deep / 257), photometric='minisblack', byteorder='>')
deep3 = ints((H, W, 3), 65536)
tiff('rgb 16 lzw', deep3, rgba(deep3 / 257), photometric='rgb', compression='lzw', predictor=True)
grey = ints((H, W), 256, dtype='u1')
tiff('white is zero', grey, rgba(255 - grey.astype(int)), photometric='miniswhite')
unit = rng.random((H, W)).astype('f4')
tiff('float 0...1', unit, rgba(unit * 255), photometric='minisblack')
heat = (rng.random((H, W)) * 500 - 100).astype('f4')
tiff('float', heat, rgba((heat - heat.min()) / (heat.max() - heat.min()) * 255), photometric='minisblack')
tiles = ints((20, 33, 3), 256, dtype='u1')
tiff('tiles', tiles, rgba(tiles), photometric='rgb', tile=(16, 16), compression='deflate')
pages = ints((3, H, W), 256, dtype='u1')
tiff('pages', pages, rgba(pages[0]), photometric='minisblack')
entries['tiff pages']['second'] = [float(v) for v in rgba(pages[1]).ravel()]
for mode in ('P', 'CMYK', '1'):
    image = Image.fromarray(rgb).convert(mode)
    out = io.BytesIO()
    image.save(out, 'TIFF')
    add(f'tiff {mode}', out.getvalue(), rgba(np.asarray(Image.open(io.BytesIO(out.getvalue())).convert('RGB'))))
out = io.BytesIO()
exif = Image.Exif()
exif[274] = 6
Image.fromarray(rgb).save(out, 'TIFF', exif=exif)
add('tiff rotated', out.getvalue(), rgba(np.rot90(rgb, -1)))


# DICOM
def dicom(name, x, pixels, syntax=pydicom.uid.ExplicitVRLittleEndian, data=None, **more):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = pydicom.uid.SecondaryCaptureImageStorage
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = '1.2.3'
    ds.PatientName = 'Nobody'
    inner = Dataset()
    inner.CodeValue = 'a'
    ds.ProcedureCodeSequence = pydicom.Sequence([inner])
    bits = x.dtype.itemsize * 8
    ds.Rows, ds.Columns, ds.SamplesPerPixel = H, W, x.shape[-1] if x.ndim == 3 and x.shape[-1] == 3 else 1
    ds.PhotometricInterpretation = 'RGB' if ds.SamplesPerPixel == 3 else 'MONOCHROME2'
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = bits, bits, bits - 1
    ds.PixelRepresentation = int(x.dtype.kind == 'i')
    for key, value in more.items():
        setattr(ds, key, value)
    ds.PixelData = x.tobytes() if data is None else encapsulate(data)
    if data is not None:
        ds['PixelData'].is_undefined_length = True
    out = io.BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    add(f'dicom {name}', out.getvalue(), pixels(ds) if callable(pixels) else pixels)
    return ds


def pydicom_rle(x):
    """One frame, compressed by pydicom's own encoder."""
    planes = x[..., None] if x.ndim == 2 else x
    samples = planes.shape[-1]
    bits = x.dtype.itemsize * 8
    return RLELosslessEncoder.encode(
        x, encoding_plugin='pydicom', rows=x.shape[0], columns=x.shape[1], samples_per_pixel=samples, bits_allocated=bits,
        bits_stored=bits, pixel_representation=int(x.dtype.kind == 'i'), number_of_frames=1, planar_configuration=0,
        photometric_interpretation='RGB' if samples == 3 else 'MONOCHROME2')


def windowed(centre, width):
    """pydicom's window, of values in Hounsfield units and the like, on 0...255."""
    def pixels(ds):
        values = apply_modality_lut(ds.pixel_array if not ds.file_meta.TransferSyntaxUID.is_compressed else stored[0], ds)
        # pydicom scales a window to the range of the stored bits, after the modality LUT.
        got = np.asarray(apply_voi_lut(values, ds), np.float64)
        low = centre - .5 - (width - 1) / 2
        high = centre - .5 + (width - 1) / 2
        ours = np.where(values <= low, 0, np.where(values > high, 1, (values - (centre - .5)) / (width - 1) + .5))
        span = got[values > high][0] - got[values <= low][0]
        assert np.allclose((got - got[values <= low][0]) / span, ours, atol=1e-6), name
        return rgba(ours * 255)
    return pixels


name = 'window'
ct = ints((H, W), 3000, -1000, 'i2')
stored = [ct]
window = dict(WindowCenter=40, WindowWidth=400, RescaleSlope=2, RescaleIntercept=-100)
dicom('window', ct, windowed(40, 400), **window)
dicom('implicit', ct, windowed(40, 400), syntax=pydicom.uid.ImplicitVRLittleEndian, **window)
twelve = ints((H, W), 4096)
dicom('12 bits', twelve, rgba((twelve - int(twelve.min())) / int(twelve.max() - twelve.min()) * 255), BitsStored=12, HighBit=11)
dicom('inverted', grey, rgba(255 - (grey - float(grey.min())) / float(int(grey.max()) - int(grey.min())) * 255), PhotometricInterpretation='MONOCHROME1')
dicom('rgb', rgb, rgba(rgb), PlanarConfiguration=0)
dicom('rgb planes', np.ascontiguousarray(np.moveaxis(rgb, -1, 0)), rgba(rgb), PlanarConfiguration=1, SamplesPerPixel=3, PhotometricInterpretation='RGB')
series = ints((3, H, W), 256, dtype='u1')
dicom('frames', series, rgba((series[1] - float(series[1].min())) / float(int(series[1].max()) - int(series[1].min())) * 255), NumberOfFrames='3')
positive = ints((H, W), 3000)
stored = [positive]
dicom('lossless', positive, windowed(1000, 1000), syntax=pydicom.uid.JPEGLosslessSV1,
      data=[imagecodecs.ljpeg_encode(positive, bitspersample=16)], WindowCenter=1000, WindowWidth=1000)


# RLE lossless, written by pydicom; YBR_FULL is what pydicom makes of it.
runs = ints((H, W), 4, dtype='u1') // 3 * 200
stored = [ct]
dicom('rle', ct, windowed(40, 400), syntax=pydicom.uid.RLELossless, data=[pydicom_rle(ct)], **window)
dicom('rle 8 bits', runs, rgba((runs - float(runs.min())) / (int(runs.max()) - int(runs.min())) * 255),
      syntax=pydicom.uid.RLELossless, data=[pydicom_rle(runs)])
dicom('rle rgb', rgb, rgba(rgb), syntax=pydicom.uid.RLELossless, data=[pydicom_rle(rgb)], PlanarConfiguration=1)
converted = convert_color_space(rgb, 'YBR_FULL', 'RGB')
dicom('rle ybr', rgb, rgba(converted), syntax=pydicom.uid.RLELossless, data=[pydicom_rle(rgb)], PlanarConfiguration=1,
      PhotometricInterpretation='YBR_FULL')

# Of JPEG, which the browser decodes: the mean of the window from the least to the greatest value, decoded by Pillow.
smooth = np.outer(np.linspace(0, 16, 28), np.linspace(0, 15, 28)).astype('u1')
out = io.BytesIO()
Image.fromarray(smooth).save(out, 'JPEG', quality=90)
decoded = np.asarray(Image.open(out), np.float64)
shares = (decoded - decoded.min()) / (decoded.max() - decoded.min())
H = W = 28
dicom('jpeg', smooth, rgba(255 * shares), syntax=pydicom.uid.JPEGBaseline8Bit, data=[out.getvalue()])
jpeg = {'file': entries.pop('dicom jpeg')['file'], 'mean': float(shares.mean())}

with open(sys.argv[1], 'w') as out:
    json.dump({'about': __doc__.strip().split('\n')[0], 'made': 'scripts/references/input_pictures.py', 'pictures': entries, 'jpeg': jpeg}, out)
    out.write('\n')
print(len(entries), 'pictures', sum(len(e['file']) for e in entries.values()), 'bytes')
