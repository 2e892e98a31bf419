import CKernels
import Testing

@Suite struct TableTests {
    @Test func portableAlwaysExists() { #expect(nb_kernels_named("portable") != nil) }
}
