# SPDX-License-Identifier: Apache-2.0
# The host tree: the shipped kernel C on this machine, and ctest for everything.
# Labels: host (kernel C with sanitizers), qemu (systems on the emulator), tools
# (pytest), session (the tour's shell, typed at).
#
# Tests that start the emulator use the ARM tree, which ./writ test builds first.

enable_testing()
set(WRIT_BOARD_BUILD ${CMAKE_SOURCE_DIR}/build/${WRIT_BOARD} CACHE PATH "the board's build tree")

if(EXISTS ${CMAKE_SOURCE_DIR}/tests/host/CMakeLists.txt)
	add_subdirectory(tests/host)
endif()

# One system per folder of tests/qemu: its output and exit status.
file(GLOB cases CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/qemu/*/main.c)
foreach(main IN LISTS cases)
	cmake_path(GET main PARENT_PATH folder)
	cmake_path(GET folder FILENAME case)
	add_test(NAME qemu-${case} COMMAND ${WRIT_PYTHON} ${CMAKE_SOURCE_DIR}/tools/qemu_case.py
		--board ${WRIT_BOARD_BUILD} --case ${folder} ${WRIT_BOARD_BUILD}/images/${case}.elf)
	set_tests_properties(qemu-${case} PROPERTIES LABELS qemu TIMEOUT 120)
endforeach()

# pytest, one ctest test for each file.
file(GLOB pytests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/tools/test_*.py
	${CMAKE_SOURCE_DIR}/tests/sysgen/test_*.py)
foreach(file IN LISTS pytests)
	cmake_path(GET file STEM LAST_ONLY stem)
	string(REGEX REPLACE "^test_" "" stem ${stem})
	add_test(NAME tools-${stem} COMMAND ${WRIT_PYTHON} -m pytest -q -p no:cacheprovider ${file}
		WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
	set_tests_properties(tools-${stem} PROPERTIES LABELS tools TIMEOUT 300)
endforeach()

file(GLOB sessions CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/session/test_*.py)
foreach(file IN LISTS sessions)
	cmake_path(GET file STEM LAST_ONLY stem)
	string(REGEX REPLACE "^test_" "" stem ${stem})
	add_test(NAME session-${stem} COMMAND ${WRIT_PYTHON} -m pytest -q -p no:cacheprovider ${file}
		WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
	set_tests_properties(session-${stem} PROPERTIES LABELS session TIMEOUT 300)
endforeach()
