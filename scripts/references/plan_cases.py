"""Models whose preprocessing is known, for `npm run check:plans` and `src/evidence/corpus.test.ts`.

    python scripts/references/plan_cases.py PHOTOS FOLDER [--corpus src/evidence/fixtures/corpus.json.gz]

PHOTOS is a folder of JPEGs to train on for a moment. FOLDER receives one folder per model: `plan.json` with the right
plan, and the model as `.keras`, `.h5` and, for some, as SavedModel. `--corpus` also writes the beginnings of the models
(topology, first kernel, moments) as one line of JSON each. Made with TensorFlow 2.21 and Keras 3.15.
"""
import base64, glob, gzip, json, os, shutil, sys, zipfile
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import h5py, io, keras, numpy as np, tensorflow as tf

L, A = keras.layers, keras.applications
photos_at, folder = sys.argv[1:3]
corpus_at = sys.argv[sys.argv.index('--corpus') + 1] if '--corpus' in sys.argv else None
rng = np.random.default_rng(11)
keras.utils.set_random_seed(11)

def load(path):
    picture = tf.io.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
    return tf.image.resize(tf.cast(picture, tf.float32), (224, 224), antialias=True).numpy()

photos = np.stack([load(p) for p in sorted(glob.glob(os.path.join(photos_at, '*.jpg')))])
MEAN, STD = np.array([.485, .456, .406], 'f4'), np.array([.229, .224, .225], 'f4')
CAFFE = np.array([103.939, 116.779, 123.68], 'f4')
RANGES = {
    'none': lambda x: x, 'zero-one': lambda x: x / 255, 'minus-one-one': lambda x: x / 127.5 - 1,
    'imagenet': lambda x: (x / 255 - MEAN) / STD, 'caffe': lambda x: x[..., ::-1] - CAFFE,
}

def batch(side, channels, scale, order='rgb', count=16):
    """Random crops of the photos, mirrored at random, as the given range."""
    picked = photos[rng.integers(len(photos), size=count)]
    size = int(rng.integers(max(side, 100), 225)) if side <= 224 else 224
    y, x = (int(rng.integers(0, 225 - size)) for _ in range(2))
    crops = tf.image.resize(picked[:, y:y + size, x:x + size], (side, side), antialias=True).numpy()
    if rng.random() < .5: crops = crops[:, :, ::-1]
    if channels == 1: crops = (crops @ np.array([[.2989], [.587], [.114]], 'f4'))
    if order == 'bgr' and scale != 'caffe': crops = crops[..., ::-1]
    return RANGES[scale](crops).astype('f4') if channels == 3 or scale in ('none', 'zero-one', 'minus-one-one') else crops

def train(model, side, channels, scale, order='rgb', steps=40):
    """A few steps on a made-up task (brightness and contrast), which is enough for kernels and moments to settle."""
    optimizer = keras.optimizers.Adam(2e-3)
    optimizer.build(model.trainable_variables)
    for layer in model._flatten_layers():
        if isinstance(layer, L.BatchNormalization): layer.momentum = .7
    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x, training=True)[:, :2] - y) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    for _ in range(steps):
        x = batch(side, channels, scale, order)
        y = np.stack([x.mean((1, 2, 3)), x.std((1, 2, 3))], -1)
        step(tf.constant(x), tf.constant((y - y.mean(0)) / (y.std(0) + 1e-6)))

def net(stem, side=64, channels=3, classes=4):
    i = keras.Input((side, side, channels)); x = i
    if stem == 'conv-bn': x = L.ReLU()(L.BatchNormalization()(L.Conv2D(12, 3, 2, 'same', use_bias=False)(x)))
    if stem == 'bias-bn': x = L.Activation('swish')(L.BatchNormalization()(L.Conv2D(12, 3, padding='same')(x)))
    if stem == 'wide': x = L.ReLU()(L.BatchNormalization()(L.Conv2D(12, 7, 2, 'same', use_bias=False)(L.ZeroPadding2D(1)(x))))
    if stem == 'five': x = L.LeakyReLU()(L.BatchNormalization(scale=False)(L.Conv2D(12, 5, use_bias=False)(x)))
    if stem == 'relu-bn': x = L.BatchNormalization()(L.Conv2D(16, 3, activation='relu')(x))
    if stem == 'depthwise': x = L.ReLU()(L.BatchNormalization()(L.DepthwiseConv2D(3, depth_multiplier=4, padding='same')(x)))
    if stem == 'on-input': x = L.Conv2D(8, 3, activation='relu')(L.BatchNormalization()(x))
    if stem == 'plain': x = L.MaxPooling2D()(L.Conv2D(8, 3, activation='relu')(x))
    x = L.MaxPooling2D()(L.Conv2D(8, 3, activation='relu')(x))
    return keras.Model(i, L.Dense(classes, activation='softmax' if stem == 'plain' else None)(L.GlobalAveragePooling2D()(x)))

def inside(build, side=48, channels=3, dtype='float32'):
    """A model that prepares its input itself."""
    i = keras.Input((side, side, channels), dtype=dtype)
    return keras.Model(i, L.Dense(3)(L.GlobalAveragePooling2D()(L.Conv2D(4, 3, activation='relu')(build(i)))))

def adapted(scale, axis=-1):
    layer = L.Normalization(axis=axis); layer.adapt(batch(48, 3, scale, count=32)); return layer

def fixed(layer):
    """Numbers subtracted per channel."""
    return lambda x: x - np.array(layer, 'f4')

cases = []
def case(name, word, scale, make, **more): cases.append(dict(name=name, word=word, scale=scale, make=make, **more))

# 1. Certain: the model's own arithmetic.
R = L.Rescaling
certain = {
    'rescaling-255': ('none', lambda x: R(1 / 255)(x)), 'rescaling-127': ('none', lambda x: R(1 / 127.5, -1)(x)),
    'rescaling-128': ('none', lambda x: R(1 / 128., -1)(x)), 'rescaling-2': ('zero-one', lambda x: R(2., -1.)(x)),
    'rescaling-times-255': ('zero-one', lambda x: R(255.)(x)), 'resizing-rescaling': ('none', lambda x: R(1 / 255)(L.Resizing(32, 32)(x))),
    'crop-rescaling': ('none', lambda x: R(1 / 255)(L.CenterCrop(40, 40)(x))), 'rescaling-twice': ('none', lambda x: R(2., -1.)(R(1 / 255)(x))),
    'flip-rescaling': ('none', lambda x: R(1 / 255)(L.RandomFlip()(x))), 'rotation-rescaling': ('none', lambda x: R(1 / 255)(L.RandomRotation(.1)(x))),
    'zoom-rescaling': ('none', lambda x: R(1 / 255)(L.RandomZoom(.2)(x))), 'translation-rescaling': ('none', lambda x: R(1 / 255)(L.RandomTranslation(.1, .1)(x))),
    'contrast-rescaling': ('none', lambda x: R(1 / 255)(L.RandomContrast(.2)(x))), 'brightness-rescaling': ('none', lambda x: R(1 / 255)(L.RandomBrightness(.2)(x))),
    'augment-all': ('none', lambda x: R(1 / 127.5, -1)(L.RandomZoom(.1)(L.RandomRotation(.05)(L.RandomFlip('horizontal')(x))))),
    'rescaling-augment': ('none', lambda x: L.RandomContrast(.1)(L.RandomFlip()(R(1 / 255)(x)))),
    'adapted-255': ('none', lambda x: adapted('none')(x)), 'adapted-01': ('zero-one', lambda x: adapted('zero-one')(x)),
    'adapted-scalar': ('none', lambda x: adapted('none', None)(x)), 'rescaling-adapted': ('none', lambda x: adapted('zero-one')(R(1 / 255)(x))),
    'imagenet-statistics': ('zero-one', lambda x: L.Normalization(mean=list(MEAN), variance=list(STD ** 2))(x)),
    'imagenet-statistics-255': ('none', lambda x: L.Normalization(mean=list(MEAN * 255), variance=list((STD * 255) ** 2))(x)),
    'caffe-inside': ('none', lambda x: A.resnet50.preprocess_input(x)), 'tf-inside': ('none', lambda x: A.mobilenet_v2.preprocess_input(x)),
    'torch-inside': ('none', lambda x: A.densenet.preprocess_input(x)), 'means-rgb': ('none', fixed([123.68, 116.779, 103.939])),
    'operators': ('none', lambda x: (x - 127.5) / 127.5), 'divided': ('none', lambda x: x / 255.), 'clipped': ('none', lambda x: keras.ops.clip(x, 0., 255.) * (1 / 255)),
    'flip-channels': ('none', lambda x: keras.ops.flip(x, axis=-1) - CAFFE), 'integers': ('none', lambda x: R(1 / 255)(x)),
    'nested': ('none', lambda x: keras.Sequential([keras.Input((48, 48, 3)), R(1 / 255), L.RandomFlip()])(x)),
    'grey-rescaling': ('none', lambda x: R(1 / 255)(x)),
}
orders = {'caffe-inside': 'rgb', 'flip-channels': 'rgb'}
exported = {'flip-rescaling', 'rotation-rescaling', 'zoom-rescaling', 'contrast-rescaling', 'brightness-rescaling', 'adapted-01', 'caffe-inside', 'flip-channels', 'torch-inside', 'rescaling-255', 'clipped'}
for name, (scale, build) in certain.items():
    more = dict(channels=1) if name.startswith('grey') else dict(dtype='uint8') if name == 'integers' else {}
    case(name, 'certain', scale, lambda build=build, more=more: inside(build, **more), order=orders.get(name), export=name in exported)
for scale in ('none', 'zero-one'):
    def on_input(scale=scale): m = net('on-input'); train(m, 64, 3, scale); return m
    case(f'batchnorm-on-input-{scale}', 'certain', scale, on_input, export=True)

# 2. Derived from the first batch normalisation.
def trained(stem, scale, order='rgb', channels=3, side=64):
    def make(): m = net(stem, side, channels); train(m, side, channels, scale, order); return m
    return make
for stem in ('conv-bn', 'bias-bn', 'wide', 'five', 'relu-bn', 'depthwise'):
    for scale in RANGES:
        rectified = stem == 'relu-bn'
        case(f'{stem}-{scale}', 'derived', scale, trained(stem, scale), order=None if rectified or scale == 'imagenet' else 'bgr' if scale == 'caffe' else 'rgb', export=stem == 'conv-bn' or scale == 'none')
for stem in ('conv-bn', 'bias-bn', 'wide'):
    for scale in ('none', 'zero-one', 'minus-one-one'):
        case(f'{stem}-{scale}-bgr', 'derived', scale, trained(stem, scale, 'bgr'), order='bgr')
        case(f'{stem}-{scale}-grey', 'derived', scale, trained(stem, scale, channels=1))
def twice(): m = keras.Sequential([keras.Input((64, 64, 3)), R(1 / 255), net('conv-bn')]); train(m, 64, 3, 'zero-one'); return m
case('scaled-twice', 'derived', 'zero-one', twice, order='rgb')
def retrained(base, scale, side=64):
    def make():
        b = base(side); m = keras.Model(b.input, L.Dense(5)(L.GlobalAveragePooling2D()(b.output))); train(m, side, 3, scale); return m
    return make
small = lambda side: cut(A.MobileNetV2((side, side, 3), alpha=.35, include_top=False, weights=None), 'block_2_add')
first = lambda side: cut(A.MobileNet((side, side, 3), alpha=.25, include_top=False, weights=None), 'conv_pw_3_relu')
for scale in ('none', 'zero-one', 'minus-one-one'):
    case(f'mobilenetv2-retrained-{scale}', 'derived', scale, retrained(small, scale), order='rgb', export=scale == 'zero-one')
    case(f'mobilenet-retrained-{scale}', 'derived', scale, retrained(first, scale), order='rgb')

# 3. Derived from the architecture: its beginning, untrained, without a head.
def cut(model, upto=None):
    """The beginning of a model: up to a layer, or to where at least 13 kernels are behind it."""
    if upto is not None: return keras.Model(model.input, model.get_layer(upto).output)
    kernels = 0
    for layer in model.layers:
        kernels += 2 if isinstance(layer, L.SeparableConv2D) else isinstance(layer, (L.Conv2D, L.DepthwiseConv2D))
        if kernels >= 14 and isinstance(layer, (L.Add, L.Concatenate, L.MaxPooling2D, L.Activation, L.ReLU)): return keras.Model(model.input, layer.output)
    return model
bare = {
    'caffe': [A.VGG16, A.VGG19, A.ResNet50, A.ResNet101],
    'minus-one-one': [A.ResNet50V2, A.ResNet101V2, A.InceptionV3, A.InceptionResNetV2, A.Xception, A.MobileNet, A.MobileNetV2, A.NASNetMobile],
    'imagenet': [A.DenseNet121, A.DenseNet169, A.DenseNet201],
}
for scale, builders in bare.items():
    for build in builders:
        case(f'bare-{build.__name__}', 'derived', scale, lambda build=build: cut(build(weights=None, include_top=False)), order='bgr' if scale == 'caffe' else None, small=False)
for alpha in (.35, .5, .75, 1.3, 1.4):
    case(f'bare-MobileNetV2-{alpha}', 'derived', 'minus-one-one', lambda alpha=alpha: cut(A.MobileNetV2(alpha=alpha, weights=None, include_top=False, input_shape=(96, 96, 3))), small=False)
for alpha in (.25, .5, .75):
    case(f'bare-MobileNet-{alpha}', 'derived', 'minus-one-one', lambda alpha=alpha: cut(A.MobileNet(alpha=alpha, weights=None, include_top=False, input_shape=(96, 96, 3))), small=False)
unscaled = {'minus-one-one': [A.MobileNetV3Small, A.MobileNetV3Large], 'imagenet': [A.EfficientNetV2B0, A.EfficientNetV2B3, A.ConvNeXtTiny, A.ConvNeXtSmall], 'mean-std': [A.EfficientNetV2S, A.EfficientNetV2M]}
for scale, builders in unscaled.items():
    for build in builders:
        case(f'bare-{build.__name__}-unscaled', 'derived', scale, lambda build=build: cut(build(weights=None, include_top=False, include_preprocessing=False)), small=False)
for build in (A.MobileNetV3Small, A.MobileNetV3Large, A.EfficientNetB0, A.EfficientNetB1, A.EfficientNetV2B0, A.EfficientNetV2S, A.ConvNeXtTiny):
    case(f'scaled-{build.__name__}', 'certain', 'none', lambda build=build: cut(build(weights=None, include_top=False)), small=False)

# 4. Guesses: nothing tells.
for name, scale in (('a', 'zero-one'), ('b', 'minus-one-one'), ('c', 'none'), ('d', 'zero-one')):
    case(f'plain-{name}', 'guessed', scale, lambda: net('plain', 32 if name == 'd' else 64))

def stripped(value):
    """A config without what does not change the outputs."""
    dropped = ('_initializer', '_regularizer', '_constraint', 'build_config', 'compile_config', 'registered_name', 'trainable', 'synchronized', 'optional', 'sparse', 'ragged', 'renorm')
    if isinstance(value, list): return [stripped(v) for v in value]
    if not isinstance(value, dict): return value
    if value.get('class_name') == 'DTypePolicy': return value['config']['name']
    return {k: stripped(v) for k, v in value.items() if v is not None and not k.endswith(dropped) and not (k == 'groups' and v == 1)
            and not (k == 'dtype' and isinstance(v, dict) and v['config']['name'] == 'float32')}

def head(model):
    """Values of the layers up to the first batch normalisation or the second kernel, each as an array."""
    kernels, found = 0, []
    for layer in (l for l in model._flatten_layers() if not isinstance(l, keras.Model)):
        kernels += isinstance(layer, L.Conv2D) or isinstance(layer, L.DepthwiseConv2D)
        if kernels > 1: break
        found += [np.asarray(w) for w in layer.weights]
        if isinstance(layer, L.BatchNormalization): break
    return found

def weight(array, known):
    """[shape] of a value that is not looked at; else with one number, or base64 of float16 (f2) or float32 (f4)."""
    if not any(array.shape == k.shape and np.array_equal(array, k) for k in known): return [list(array.shape)]
    if array.size and np.all(array == array.flat[0]): return [list(array.shape), float(array.flat[0])]
    kind = 'f2' if array.ndim == 4 and np.abs(array).max() < 100 else 'f4'
    return [list(array.shape), kind, base64.b64encode(array.astype('<' + kind).tobytes()).decode()]

lines = []
for c in cases:
    place = os.path.join(folder, c['name']); made = place + '.line.json'
    if os.path.exists(made): lines.append(open(made).read()); continue  # A run that was interrupted goes on.
    model = c['make']()
    shutil.rmtree(place, ignore_errors=True); os.makedirs(place)
    plan = {k: c[k] for k in ('word', 'scale', 'order') if c.get(k) is not None}
    json.dump(plan, open(os.path.join(place, 'plan.json'), 'w'))
    path = os.path.join(place, 'model.keras'); model.save(path)
    try: model.save(os.path.join(place, 'model.h5'))
    except Exception as error: os.remove(os.path.join(place, 'model.h5')); print(c['name'], 'not as .h5:', str(error)[:80])
    if c.get('export'): model.export(os.path.join(place, 'saved_model'), verbose=False)
    archive = zipfile.ZipFile(path); config = json.loads(archive.read('config.json'))
    weights, known = {}, head(model) if c.get('small', True) else []
    with h5py.File(io.BytesIO(archive.read('model.weights.h5')), 'r') as f:
        def visit(name, item):
            if isinstance(item, h5py.Dataset): weights[name] = weight(item[()], known) if c.get('small', True) else untrained(name, item[()])
        untrained = lambda name, a: [list(a.shape), float(a.flat[0])] if a.size and np.all(a == a.flat[0]) else [list(a.shape)]
        f.visititems(visit)
    lines.append(json.dumps(dict(name=c['name'], **plan, config=stripped(config), weights=weights), separators=(',', ':')))
    open(made, 'w').write(lines[-1])
    print(len(lines), c['name'], len(lines[-1]), flush=True)
    keras.backend.clear_session()
if corpus_at:
    with open(corpus_at, 'wb') as f: f.write(gzip.compress(('[\n' + ',\n'.join(lines) + '\n]\n').encode(), 9, mtime=0))
print(len(lines), 'models,', sum(map(len, lines)), 'characters')
